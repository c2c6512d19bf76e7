/// The stylesheet of embeds, for a frame of 400 × 152 and more. A constant, known to the browser by its hash.
///
/// A colour of the site's own comes as `bgcolor`, which a rule of ours would override: there is none
/// for `.own`.
let embedStylesheet = InlineAsset(
    .style,
    """
    :root,.light{--ground:#f7f5f2;--ink:#17151a;--soft:#4f4a55;--line:#17151a2e}
    @media(prefers-color-scheme:dark){:root{--ground:#121014;--ink:#f6f3f0;--soft:#b9b3bd;
    --line:#ffffff33}}
    .light{color-scheme:light}
    .dark{--ground:#121014;--ink:#f6f3f0;--soft:#b9b3bd;--line:#ffffff33;color-scheme:dark}
    .own{--soft:var(--ink)}
    .own.light{--ink:#000;--ground:#fff}
    .own.dark{--ink:#fff;--ground:#000}
    *{box-sizing:border-box;margin:0;padding:0}
    html,body{height:100%}
    body{color:var(--ink);overflow-wrap:anywhere;
    font:1rem/1.35 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    body:not(.own){background:var(--ground)}
    a{color:inherit}
    :focus-visible{outline:3px solid currentColor;outline-offset:2px}
    main{height:100%;display:grid;grid-template-columns:auto minmax(0,1fr);gap:1rem;
    padding:1rem;align-items:center;overflow:hidden}
    .cover{position:relative;height:min(7.5rem,100vh - 2rem);width:auto;aspect-ratio:1}
    .glow{display:none}
    .art{display:block;width:100%;height:100%;object-fit:contain;border-radius:.75rem}
    .story{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem;min-width:0}
    .story>*{text-align:-webkit-match-parent;text-align:match-parent}
    h1{font-size:1.125rem;line-height:1.2;font-weight:750;text-wrap:balance;
    display:-webkit-box;overflow:hidden;
    -webkit-box-orient:vertical;-webkit-line-clamp:2;line-clamp:2}
    .artist,.date{color:var(--soft);font-size:.9375rem;white-space:nowrap;overflow:hidden;
    text-overflow:ellipsis}
    .date{font-size:.8125rem;color:var(--ink)}
    .acts{display:flex;flex-wrap:wrap;gap:.375rem;align-items:center;margin-block-start:.375rem}
    .play,.player{display:inline-flex;align-items:center;gap:.375rem;min-height:2.25rem;
    padding:.25rem .875rem;border-radius:1.125rem;font-size:.875rem;font-weight:650;
    text-decoration:none;border:1px solid var(--line)}
    .play{background:var(--ink);color:var(--ground);border-color:var(--ink)}
    .play svg{width:1rem;height:1rem;fill:currentColor}
    .said{font-size:.75rem;line-height:1.2;flex-basis:100%}
    .said:empty{display:none}
    [hidden]{display:none!important}
    .large{grid-template-rows:auto minmax(0,1fr);align-items:start;gap:1.25rem;padding:1.5rem}
    .large .cover{height:13rem}
    .large .story{align-content:center;min-height:13rem;gap:.5rem}
    .large h1{font-size:1.75rem;-webkit-line-clamp:4;line-clamp:4}
    .large .artist{font-size:1.125rem}
    .large:not(:has(ol)){grid-template-rows:minmax(0,1fr);align-items:center}
    .large ol{grid-column:1/-1;height:100%;overflow-y:auto;list-style:none;counter-reset:track;
    scrollbar-width:thin;scrollbar-color:var(--soft) transparent}
    @supports(animation-timeline:scroll()){
    .large ol{-webkit-mask-image:linear-gradient(#000 calc(100% - var(--fade)),#0000);
    mask-image:linear-gradient(#000 calc(100% - var(--fade)),#0000);
    animation:end linear both;animation-timeline:scroll(self);
    animation-range:calc(100% - 4rem) 100%}}
    @property --fade{syntax:"<length>";inherits:false;initial-value:0px}
    @keyframes end{from{--fade:4rem}to{--fade:0px}}
    li{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;padding-inline-end:.5rem;
    border-block-start:1px solid var(--line);counter-increment:track;font-size:.9375rem}
    li::before{content:counter(track);min-width:1.5rem;text-align:end;color:var(--soft);
    font-variant-numeric:tabular-nums}
    li div{flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    li small,li time{color:var(--soft);font-variant-numeric:tabular-nums}
    main:not(.large){position:relative}
    main:not(.large) .acts{flex-wrap:nowrap}
    main:not(.large) .play{display:block;min-width:0;padding-block:0;line-height:2.125rem;
    overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
    main:not(.large) .play svg{margin-inline-end:.375rem;vertical-align:-.15em}
    main:not(.large) .player{flex:none;min-height:1.875rem;padding:0 .625rem;font-size:.75rem}
    main:not(.large) .said:not(:empty){position:absolute;inset-block-start:1rem;
    inset-inline-start:1rem;width:min(7.5rem,100vh - 2rem);height:min(7.5rem,100vh - 2rem);
    display:grid;align-content:center;padding:.5rem;border-radius:.75rem;overflow:hidden;
    background:var(--ink);color:var(--ground)}
    @media(max-width:24rem){main:not(.large){column-gap:.75rem}
    main:not(.large) .acts{gap:.25rem}
    main:not(.large) .play{padding-inline:.5rem;font-size:.8125rem}
    main:not(.large) .player{padding-inline:.5rem;font-size:.6875rem}
    main:not(.large):has(.player:not([hidden])) .play svg{display:none}}
    @media(max-width:30rem){.large .cover{height:7.5rem}.large .story{min-height:7.5rem}
    .large h1{font-size:1.25rem}.large .artist{font-size:1rem}
    .large:has(ol){grid-template-rows:auto auto auto auto minmax(0,1fr);gap:.25rem 1rem}
    .large:has(ol) .cover{grid-row:1/3}
    .large:has(ol) .story{display:contents}
    .large h1{align-self:end}
    .large:has(ol) :is(.acts,.date){grid-column:1/-1}
    .large:has(ol) .acts{margin-block:.75rem 1rem;align-self:start}
    .large ol{grid-row:5}
    li{padding-block:.375rem}
    li small{display:block;overflow:hidden;text-overflow:ellipsis}}
    """)
