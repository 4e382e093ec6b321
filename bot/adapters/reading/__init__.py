"""Reading of pages and feeds in processes of its own: `pool` is on our side, `worker` on theirs."""
