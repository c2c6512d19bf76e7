/// What pages with forms need beside `stylesheet`; released links' pages are spared it.
let formStylesheet = InlineAsset(
    .style,
    """
    .sandbox{justify-self:center;padding:.3125rem 1rem;border-radius:1rem;
    border:1px dashed var(--soft);font-size:.875rem;font-weight:600;text-align:center}
    .count{display:flex;flex-wrap:wrap;justify-content:center;gap:.5rem;direction:inherit}
    .when .count p{flex:1 1 3.75rem;max-width:6rem;padding:.75rem .25rem;border-radius:1.125rem;
    background:var(--ground);
    color:var(--ink);text-align:center;white-space:nowrap}
    .count b{display:block;font-size:clamp(1.375rem,.9rem + 2.4vw,1.75rem);line-height:1.15;font-weight:800;
    font-variant-numeric:tabular-nums}
    .count small{display:block;font-size:.8125rem;color:var(--soft)}
    @media(max-width:22.5rem){.when .count p{flex-basis:40%;max-width:none}}
    .out a{font-weight:750}
    .terms{font-size:.875rem;color:var(--soft);text-wrap:pretty}
    .wayout{display:grid;gap:.5rem}
    .wayout h2{color:var(--ink)}
    .copy{display:flex;flex-wrap:wrap;gap:.5rem}
    .copy input,.signup input[type=email]{flex:1 1 12rem;width:100%;min-width:0;min-height:3rem;
    padding:0 1rem;border-radius:1.125rem;border:1px solid var(--soft);background:var(--ground);
    color:var(--ink)}
    .copy button,.send{min-height:3rem;padding:.5rem 1.5rem;border:0;border-radius:1.5rem;
    background:var(--ink);color:var(--ground);font-weight:650;cursor:pointer}
    a.send{display:inline-flex;align-items:center;text-decoration:none}
    .copy input{flex-basis:9rem}

    .signup{display:grid;gap:.625rem}
    .signup .service{cursor:pointer;flex-wrap:nowrap}
    .service>input{flex:none;order:3;width:1.375rem;height:1.375rem;margin-inline:.25rem;
    accent-color:var(--ink)}
    .service:has(:checked){border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink)}
    .service:has(:focus-visible){outline:3px solid var(--ink);outline-offset:3px}
    .service>input:focus-visible{outline:0}
    .address{display:grid;gap:.75rem;padding:1.25rem;border-radius:1.5rem;
    background:var(--raised);border:1px solid var(--line)}
    .address>label:first-child{font-weight:650}
    @media(min-height:44rem){
    .signup:has([type=radio]:checked) .address{position:sticky;inset-block-end:.75rem;
    box-shadow:0 .25rem 2rem var(--shade)}
    .signup:has([type=radio]:checked) .service{scroll-margin-block-end:26rem}
    }
    .tick{display:flex;align-items:start;gap:.75rem;min-height:3rem;padding-block:.25rem;
    font-size:.9375rem;cursor:pointer}
    .tick input{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:var(--ink)}
    .news{border-radius:1.5rem}
    .news>summary,.erase>summary{min-height:3rem;padding-block:.75rem;font-weight:600;
    cursor:pointer}
    .news[open]>summary{margin-block-end:.25rem}

    .step{max-width:34rem;align-content:start}
    .step h1{font-size:clamp(1.625rem,1.35rem + 1.6vw,2.25rem)}
    .step .cover{width:9rem;min-width:0;margin-inline:0}
    .step .title{text-align:start}
    .step form{display:grid;gap:1rem}
    .step .send{justify-self:start}
    .step .address .send{justify-self:stretch}
    .step .share{text-align:start}
    .step .lead{font-size:1.125rem;text-wrap:pretty}
    .step .what{display:grid;gap:.5rem;padding-inline-start:1.25rem;list-style:disc}
    .step .quiet{color:var(--soft)}
    .held{display:grid;gap:.75rem}
    .held h2{font-size:1.125rem;color:var(--ink)}
    .held table{width:100%;border-collapse:collapse}
    .held th,.held td{display:block;padding:0;text-align:start;font-weight:400}
    .held tr{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:center;
    gap:.25rem .75rem;padding-block:.875rem;border-block-start:1px solid var(--line)}
    .held th{font-weight:650;grid-column:1}
    .held td{grid-column:1;color:var(--soft);font-size:.9375rem}
    .held .act{grid-column:2;grid-row:1/span 3}
    .held .act button{min-height:3rem;padding:0 1.125rem;border:1px solid var(--soft);
    border-radius:1.5rem;background:none;color:var(--ink);font-weight:600;cursor:pointer}
    .erase form{margin-block-start:.5rem}
    .erase .send{background:#b3261e;color:#fff}

    @media(min-width:56rem){
    main.step{grid-template-columns:minmax(0,34rem);gap:1.75rem}
    .step .cover{position:relative;inset-block-start:0}
    .count{justify-content:start}
    .sandbox{justify-self:start}
    .when .count{width:100%}
    }
    """)
