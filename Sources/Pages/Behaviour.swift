/// What a page can do more with JavaScript; nothing a fan needs. A constant: known to the browser by
/// its hash.
///
/// Share opens the device's own sheet, the address can be copied at a tap, and a release moment is
/// told in the fan's own time zone.
let behaviour = InlineAsset(
    .script,
    """
    (()=>{"use strict";
    const page=document,share=page.querySelector(".share");
    if(share){
    const field=share.querySelector("input"),copy=share.querySelector("button");
    share.querySelector("summary").addEventListener("click",event=>{
    if(!navigator.share)return;
    event.preventDefault();
    navigator.share({title:page.title,url:field.value}).catch(error=>{
    if(error.name!=="AbortError")share.open=true});
    });
    field.addEventListener("focus",()=>field.select());
    if(navigator.clipboard){
    copy.hidden=false;
    copy.addEventListener("click",()=>navigator.clipboard.writeText(field.value).then(()=>{
    share.querySelector("[role=status]").textContent=copy.dataset.done;
    copy.textContent=copy.dataset.done},()=>field.select()));
    }}
    for(const time of page.querySelectorAll("time[data-moment]")){
    time.textContent=new Date(time.dateTime).toLocaleString(page.documentElement.lang,
    {dateStyle:"long",timeStyle:"short"});
    }
    })();
    """)
