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
    h1{font-size:1.125rem;line-height:1.2;font-weight:750;display:-webkit-box;overflow:hidden;
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
    .large ol{grid-column:1/-1;height:100%;overflow-y:auto;list-style:none;counter-reset:track;
    scrollbar-width:thin;scrollbar-color:var(--line) transparent}
    li{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;padding-inline-end:.5rem;
    border-block-start:1px solid var(--line);counter-increment:track;font-size:.9375rem}
    li::before{content:counter(track);min-width:1.5rem;text-align:end;color:var(--soft);
    font-variant-numeric:tabular-nums}
    li div{flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    li small,li time{color:var(--soft);font-variant-numeric:tabular-nums}
    main:not(.large):has(.player:not([hidden])) h1{-webkit-line-clamp:1;line-clamp:1}
    main:not(.large) .acts{flex-wrap:nowrap}
    main:not(.large) :is(.play,.player){padding-inline:.6875rem;font-size:.75rem}
    main:not(.large) .play{white-space:nowrap}
    main:not(.large):has(.player:not([hidden])) .play svg{display:none}
    main:not(.large) .player{display:block;min-width:0;padding-block:0;line-height:2.125rem;
    overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
    main:not(.large):has(.said:not(:empty)) :is(.artist,.date,.play){display:none}
    main:not(.large) .acts:has(.said:not(:empty)){flex-wrap:wrap}
    @media(max-width:30rem){.large .cover{height:7.5rem}.large .story{min-height:7.5rem}
    .large h1{font-size:1.25rem}}
    """)
