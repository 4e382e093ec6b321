// What happens in the chat, as it happens. A browser has few connections for one host, so all tabs
// share one stream: the tab that holds the lock listens and passes it to the others.

const NAME = "onrecord-events";
const AGAIN = 3000; // ms until a refused stream is asked for again

/** Calls `heard` with each event, `opened` when some may have been missed, `lost` when the stream breaks. */
export function listen(handlers) {
  const others = new BroadcastChannel(NAME);
  const handle = (call, event) => handlers[call](event);
  const share = (call, event) => {
    others.postMessage({ call, event });
    handle(call, event);
  };
  others.onmessage = ({ data }) => handle(data.call, data.event);
  handle("opened");
  if (navigator.locks) navigator.locks.request(NAME, () => new Promise(() => connect(share)));
  else connect(share); // a page that is not from this machine and not over TLS
}

function connect(share) {
  const source = new EventSource("/events");
  source.onopen = () => share("opened");
  source.onmessage = ({ data }) => share("heard", JSON.parse(data));
  source.onerror = () => {
    share("lost");
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN, share);
  };
}
