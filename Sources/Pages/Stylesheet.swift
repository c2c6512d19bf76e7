/// The one stylesheet of all pages. A constant: the content security policy names it by its hash.
///
/// Logical properties throughout, so that right-to-left pages need no rules of their own. Text on
/// its ground keeps 4.5 to 1 in both colour schemes; what can be tapped is at least 48 px high.
let stylesheet = InlineAsset(
    .style,
    """
    :root{color-scheme:light dark;--ground:#f7f5f2;--raised:#fff;--ink:#17151a;--soft:#4f4a55;
    --line:#17151a24;--edge:#17151a12;--shade:#17151a40;--glow:.5}
    @media(prefers-color-scheme:dark){:root{--ground:#121014;--raised:#1f1c22;--ink:#f6f3f0;
    --soft:#b9b3bd;--line:#ffffff26;--edge:#0006;--shade:#000000a6;--glow:.5}}
    *{box-sizing:border-box;margin:0}
    html{overflow-x:clip;-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{min-height:100vh;min-height:100svh;overflow-x:clip;background:var(--ground);
    color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
    overflow-wrap:anywhere}
    main{position:relative;display:grid;gap:1.75rem;width:100%;max-width:30rem;margin-inline:auto;
    padding:max(1.5rem,env(safe-area-inset-top)) 1.25rem 3rem}
    h1,h2,p,ul,ol{padding:0}
    ul,ol{list-style:none}
    h1{font-size:clamp(1.75rem,1.35rem + 2.2vw,2.75rem);line-height:1.12;font-weight:800;
    text-wrap:balance}
    h1.long{font-size:clamp(1.375rem,1.15rem + 1.2vw,1.875rem);line-height:1.2}
    h2{font-size:.9375rem;font-weight:600;color:var(--soft)}
    a{color:inherit}
    button,input{font:inherit;color:inherit}
    :focus-visible{outline:3px solid var(--ink);outline-offset:3px}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}

    .cover{position:relative;width:min(100%,20rem,40svh);min-width:11rem;margin-inline:auto}
    .cover img,.cover svg{display:block;width:100%;height:auto}
    .cover .art{position:relative;max-height:34rem;object-fit:contain;border-radius:1.25rem;
    box-shadow:0 0 0 1px var(--line),0 .25rem .75rem -.25rem var(--shade),0 1.75rem 3.5rem -1rem
    var(--shade)}
    .cover .glow{position:absolute;inset-block-start:-22%;inset-inline-start:-11%;width:122%;
    max-width:none;aspect-ratio:1;height:auto;object-fit:cover;border-radius:50%;
    filter:blur(4rem) saturate(1.5);opacity:var(--glow);pointer-events:none}

    .story{display:grid;gap:1.75rem;min-width:0;position:relative}
    .title{display:grid;gap:.375rem;text-align:center}
    .title>*{text-align:-webkit-match-parent;text-align:match-parent}
    .kind{font-size:.875rem;font-weight:500;color:var(--soft)}
    .artist{font-size:1.1875rem;line-height:1.4;color:var(--soft);font-weight:500}
    .headline{margin-block-start:.625rem;font-size:1.125rem;line-height:1.4;font-weight:600;
    text-wrap:balance}
    .bio{margin-block-start:.5rem;color:var(--soft);white-space:pre-line;text-wrap:pretty}
    .title .long.bio{text-align:start}

    .notice{padding:.875rem 1.125rem;border-radius:1.125rem;background:var(--raised);
    border:1px solid var(--soft)}
    .services{display:grid;gap:.625rem}
    .service{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;min-height:4rem;
    padding:.625rem .75rem;
    border-radius:1.125rem;background:var(--raised);border:1px solid var(--line);
    box-shadow:0 .125rem .375rem var(--edge);text-decoration:none}
    .mark{flex:none;width:2.5rem;height:2.5rem;border-radius:.6875rem;
    box-shadow:0 0 0 1px var(--line)}
    .mark g{fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round;
    stroke-linejoin:round}
    .name{flex:1 1 5rem;min-width:0;font-size:1.0625rem;font-weight:650;line-height:1.25}
    .go{margin-inline-start:auto;padding:.4375rem 1rem;border-radius:1.25rem;
    border:1px solid var(--line);font-size:.9375rem;font-weight:600;line-height:1.25;
    text-align:center}
    li:first-child>.service .go,.service:hover .go,.service:focus-visible .go{background:var(--ink);
    color:var(--ground);border-color:var(--ink)}

    .when{display:grid;gap:.5rem;padding:1.5rem 1.25rem;border-radius:1.5rem;text-align:center;
    background:var(--raised);border:1px solid var(--line)}
    .date time{display:inline-block;text-wrap:balance}
    .date{font-size:1.1875rem;line-height:1.35;font-weight:750}
    .days{font-weight:600}
    .when p+p{color:var(--soft);text-wrap:balance}
    .soon{display:grid;gap:.75rem;justify-items:center}
    .soon ul{display:flex;flex-wrap:wrap;justify-content:center;gap:.5rem}
    .soon li{display:flex;align-items:center;gap:.5rem;padding:.3125rem .875rem .3125rem .3125rem;
    padding-inline:.3125rem .875rem;border-radius:1.25rem;border:1px solid var(--line);
    font-size:.9375rem;font-weight:550}
    .soon .mark{width:1.75rem;height:1.75rem;border-radius:.9rem}

    .tracks{display:grid;gap:.5rem}
    .tracks ol{counter-reset:track}
    .tracks li{display:flex;align-items:baseline;gap:.875rem;padding-block:.6875rem;
    border-block-start:1px solid var(--line);counter-increment:track}
    .tracks li:first-child{border-block-start:0}
    .tracks li::before{content:counter(track);flex:none;min-width:1.5rem;text-align:end;
    color:var(--soft);font-variant-numeric:tabular-nums}
    .tracks div{flex:1;min-width:0}
    .tracks small{display:block;font-size:.875rem;color:var(--soft)}
    .tracks time{flex:none;color:var(--soft);font-variant-numeric:tabular-nums}
    .more{padding-inline-start:2.375rem;color:var(--soft)}

    .foot{display:flex;flex-wrap:wrap;justify-content:center;gap:.75rem}
    .foot [open]{flex-basis:100%}
    .choice{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;
    column-gap:.75rem;text-align:center;color:var(--soft);font-size:.9375rem}
    .choice button{min-height:3rem;padding:0;border:0;background:none;color:var(--ink);
    font-weight:600;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
    .share{text-align:center}
    .share summary{display:inline-flex;align-items:center;gap:.5rem;min-height:3rem;
    padding:.5rem 1.25rem;border:1px solid var(--line);border-radius:1.5rem;
    font-weight:600;cursor:pointer;list-style:none}
    .share summary::-webkit-details-marker{display:none}
    .share summary svg{width:1.25rem;height:1.25rem;fill:none;stroke:currentColor;stroke-width:2;
    stroke-linecap:round;stroke-linejoin:round}
    .share div{display:flex;flex-wrap:wrap;gap:.5rem;margin-block-start:.75rem}
    .share input{flex:1 1 12rem;min-width:0;min-height:3rem;padding:0 1rem;border-radius:1.125rem;
    border:1px solid var(--soft);background:var(--raised)}
    .share button{min-height:3rem;padding:0 1.25rem;border:0;border-radius:1.125rem;
    background:var(--ink);color:var(--ground);font-weight:600;cursor:pointer}
    .players{display:flex;flex-wrap:wrap;gap:.5rem;justify-content:center;text-align:center}
    .player{display:inline-flex;align-items:center;min-height:3rem;padding:.5rem 1.25rem;
    border:1px solid var(--line);border-radius:1.5rem;font-weight:600;text-decoration:none}
    .player[aria-busy]{opacity:.6}
    .said{color:var(--soft);font-size:.9375rem;flex-basis:100%}
    .said:empty,.players:not(:has(.player:not([hidden]))){display:none}
    .embed dialog{position:static;width:100%;max-width:none;padding:.75rem 0 0;border:0;
    background:none;color:inherit;text-align:start}
    .embed textarea{width:100%;padding:.75rem 1rem;border:1px solid var(--soft);resize:vertical;
    border-radius:1.125rem;background:var(--raised);color:var(--ink);
    font:.8125rem/1.5 ui-monospace,monospace}
    [hidden]{display:none!important}

    .lost{min-height:100vh;min-height:100svh;align-content:center;text-align:center;gap:1rem}
    .lost svg{overflow:visible;width:9rem;height:auto;margin-inline:auto;fill:none;
    stroke:var(--soft);stroke-width:3;stroke-linecap:round}
    .lost p{color:var(--soft);font-size:1.0625rem;text-wrap:balance}
    .lost .status{font-size:.875rem;font-variant-numeric:tabular-nums}

    @media(min-width:56rem){
    main{grid-template-columns:minmax(0,25rem) minmax(0,30rem);gap:5rem;max-width:65rem;
    padding:4.5rem 2.5rem;align-items:start;justify-content:center}
    main.lost{grid-template-columns:minmax(0,32rem);align-content:center;gap:1rem}
    .cover{position:sticky;inset-block-start:4.5rem;width:100%}
    .title{gap:.5rem;text-align:start}
    .story{gap:2rem}
    .artist{font-size:1.3125rem}
    .cover .glow{inset-block-start:-16%;inset-inline-start:-14%;width:116%}
    .choice,.share,.foot,.players{justify-content:start;text-align:start}
    .when,.soon{text-align:start;justify-items:start}
    .when{padding:1.5rem}
    .soon ul{justify-content:start}
    }
    @media(prefers-reduced-motion:no-preference){
    .service,.go{transition:background-color .15s,color .15s,border-color .15s,transform .15s}
    .service:active{transform:scale(.985)}
    }
    """)
