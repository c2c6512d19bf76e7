// "Play in Parachord": the player listens on this machine, on a WebSocket of its own. Nothing is tried before the fan
// presses the button, nothing at all where fingers do the pointing. Where nobody answers, the next press opens the
// player's own page, as the words beside the button say; so does every press for a while, longer after each silence.
(() => {
  "use strict";
  const buttons = [...document.querySelectorAll("a.player")];
  if (!buttons.length || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;

  const hosts = ["127.0.0.1", "localhost"];
  const port = 9876;
  const silenceSeconds = [5, 15, 60, 300];
  // The browser may ask the fan first, so opening takes as long as reading a question does.
  const openSecondsMax = 30;
  const answerSecondsMax = 5;
  const sentSeconds = 8;
  const tracksMax = 500;
  let socket = null;
  let silences = 0;
  let quietUntil = 0;
  let requests = 0;

  const open = (host) => new Promise((resolve, reject) => {
    const candidate = new WebSocket(`ws://${host}:${port}`);
    const timer = setTimeout(() => candidate.close(), openSecondsMax * 1000);
    candidate.addEventListener("open", () => {
      clearTimeout(timer);
      resolve(candidate);
    });
    candidate.addEventListener("close", () => {
      clearTimeout(timer);
      if (socket === candidate) socket = null;
      reject(new Error("closed"));
    });
  });

  const connect = async () => {
    if (socket && socket.readyState === WebSocket.OPEN) return socket;
    for (const host of hosts) {
      try {
        socket = await open(host);
        return socket;
      } catch {
        socket = null;
      }
    }
    throw new Error("silent");
  };

  const ask = (open, action, payload) => new Promise((resolve, reject) => {
    requests += 1;
    const requestId = `segue-${requests}`;
    const end = (settle, value) => {
      clearTimeout(timer);
      open.removeEventListener("message", hear);
      open.removeEventListener("close", fail);
      settle(value);
    };
    const fail = () => end(reject, new Error("silent"));
    const hear = (event) => {
      let frame;
      try {
        frame = JSON.parse(event.data);
      } catch {
        return;
      }
      if (!frame || frame.type !== "embed-response" || frame.requestId !== requestId) return;
      if (frame.success) end(resolve, frame);
      else fail();
    };
    const timer = setTimeout(fail, answerSecondsMax * 1000);
    open.addEventListener("message", hear);
    open.addEventListener("close", fail);
    open.send(JSON.stringify({ type: "embed", action, requestId, payload }));
  });

  const trackOf = (music, track, place) => {
    const one = { title: track.title, artist: track.artist || music.artist };
    const album = track.album || (music.kind === "album" ? music.title : null);
    if (album) one.album = album;
    if (music.artwork) one.albumArt = music.artwork;
    if (track.durationMs) one.duration = Math.max(1, Math.round(track.durationMs / 1000));
    if (music.kind !== "track") one.trackNumber = place + 1;
    return one;
  };

  const payloadOf = async (action, link) => {
    if (action === "importPlaylist") return { xspfUrl: `${link}.xspf` };
    const answer = await fetch(`${new URL(link).pathname}.json`, { credentials: "omit" });
    if (!answer.ok) throw new Error("no description");
    const music = await answer.json();
    const list = music.kind === "track" ? [music] : music.tracks;
    if (!list.length) throw new Error("no songs");
    const [track, ...queue] = list.slice(0, tracksMax).map((one, at) => trackOf(music, one, at));
    return queue.length ? { track, queue } : { track };
  };

  const press = async (button, said) => {
    button.setAttribute("aria-busy", "true");
    try {
      const payload = await payloadOf(button.dataset.action, button.dataset.link);
      await ask(await connect(), button.dataset.action, payload);
      silences = 0;
      said.textContent = button.dataset.sent;
      setTimeout(() => {
        if (said.textContent === button.dataset.sent) said.textContent = "";
      }, sentSeconds * 1000);
    } catch {
      const seconds = silenceSeconds[Math.min(silences, silenceSeconds.length - 1)];
      silences += 1;
      quietUntil = Date.now() + seconds * 1000;
      said.textContent = button.dataset.silent;
    }
    button.removeAttribute("aria-busy");
  };

  for (const button of buttons) {
    const said = button.parentElement.querySelector(".said");
    button.hidden = false;
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const isPromised = said.textContent === button.dataset.silent;
      if (isPromised || Date.now() < quietUntil) {
        said.textContent = "";
        return;
      }
      event.preventDefault();
      if (!button.hasAttribute("aria-busy")) press(button, said);
    });
  }
})();
