"""What running a service needs: retries, logs, metrics."""
