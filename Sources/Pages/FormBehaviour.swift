/// What pages with forms can do more with JavaScript; nothing a fan needs. A constant: known to the
/// browser by its hash.
///
/// Forms and pre-save links learn the browser's time zone, the release is counted down by the
/// second, and the page's address can be copied at a tap.
let formBehaviour = InlineAsset(
    .script,
    """
    (()=>{"use strict";
    const page=document,zone=Intl.DateTimeFormat().resolvedOptions().timeZone||"";
    for(const field of page.querySelectorAll("input[name=zone]"))field.value=zone;
    if(zone)for(const link of page.querySelectorAll("a[data-zone]")){
    const url=new URL(link.href);url.searchParams.set("zone",zone);link.href=url}
    for(const box of page.querySelectorAll(".copy")){
    const field=box.querySelector("input"),copy=box.querySelector("button");
    field.addEventListener("focus",()=>field.select());
    if(!navigator.clipboard)continue;
    copy.hidden=false;
    copy.addEventListener("click",()=>navigator.clipboard.writeText(field.value).then(()=>{
    copy.textContent=copy.dataset.done},()=>field.select()));
    }
    const count=page.querySelector("[data-until]");
    if(!count)return;
    const end=new Date(count.dataset.until).getTime();
    if(isNaN(end))return;
    const units=[["day",86400],["hour",3600],["minute",60],["second",1]].map(([unit,seconds])=>{
    const cell=count.appendChild(page.createElement("p"));
    const figure=cell.appendChild(page.createElement("b"));
    const word=cell.appendChild(page.createElement("small"));
    const format=new Intl.NumberFormat(page.documentElement.lang+"-u-nu-latn",
    {style:"unit",unit,unitDisplay:"long"});
    return{unit,seconds,cell,figure,word,format}});
    const words=page.querySelector(".days");
    const tick=()=>{
    let left=Math.ceil((end-Date.now())/1000);
    const out=left<=0;
    count.hidden=out;
    page.querySelector(".out").hidden=!out;
    if(words)words.hidden=true;
    if(out)return;
    for(const{unit,seconds,cell,figure,word,format}of units){
    const number=Math.floor(left/seconds);
    left-=number*seconds;
    cell.hidden=unit==="day"&&number===0;
    figure.textContent=number;
    word.textContent=format.formatToParts(number).filter(part=>part.type==="unit")
    .map(part=>part.value).join(" ")}
    };
    tick();
    setInterval(tick,1000);
    })();
    """)
