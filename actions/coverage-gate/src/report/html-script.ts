/** Sorting by a click on a column, a link for every line number, and opening what an address names; the page reads without. */
export const SCRIPT = `
document.documentElement.className='js';
const table=document.getElementById('packages');
if(table){const body=table.tBodies[0],rows=[...body.rows];let last=-1,up=false;
const value=(row,i)=>{const text=row.cells[i].textContent;return i===0?text:Number.parseFloat(i===3?text.split('/')[1]:i===1?row.cells[2].textContent:text)};
[...table.tHead.rows[0].cells].forEach((cell,i)=>{const button=document.createElement('button');button.textContent=cell.textContent;cell.replaceChildren(button);
button.onclick=()=>{up=last===i?!up:true;last=i;body.className='sorted';
for(const other of table.tHead.rows[0].cells)other.removeAttribute('aria-sort');cell.setAttribute('aria-sort',up?'ascending':'descending');
body.append(...rows.filter(row=>!row.classList.contains('pkg')).concat(rows.filter(row=>row.classList.contains('pkg'))).sort((a,b)=>{const[x,y]=[value(a,i),value(b,i)];return(x<y?-1:x>y?1:0)*(up?1:-1)}))}})}
const mark=document.createElement('i');mark.className='mark';
const reveal=()=>{mark.remove();const hash=location.hash.slice(1);const[,path,line]=/^(.*?)(?::(\\d+))?$/.exec(hash);
const file=document.getElementById(path);if(!file)return;file.open=true;const code=line&&file.querySelector('.code');
if(!code){file.scrollIntoView();return}
const gutter=code.querySelector('.g'),style=getComputedStyle(gutter);
mark.style.top=Number.parseFloat(style.paddingTop)+(line-1)*Number.parseFloat(style.lineHeight)+'px';code.append(mark);mark.scrollIntoView({block:'center'})};
document.addEventListener('click',event=>{const gutter=event.target.closest&&event.target.closest('.g');if(!gutter)return;
const style=getComputedStyle(gutter),line=1+Math.floor((event.offsetY-Number.parseFloat(style.paddingTop))/Number.parseFloat(style.lineHeight));
history.replaceState(null,'','#'+gutter.closest('details').id+':'+line);reveal()});
addEventListener('hashchange',reveal);reveal();
`.replace(/\n/g, '');
