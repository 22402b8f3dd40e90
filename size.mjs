import { build } from 'vite'; import {readFile,mkdtemp} from 'node:fs/promises'; import {join} from 'node:path'; import {brotliCompressSync} from 'node:zlib'
process.env.NODE_ENV='production'
const dist=await mkdtemp('/tmp/doors/dist-')
const mods={}
await build({configFile: process.cwd()+'/client/vite.config.ts', logLevel:'silent', mode:'production', build:{outDir:dist, rollupOptions:{}}, plugins:[{name:'x', generateBundle(_o,b){ for(const c of Object.values(b)) if(c.isEntry||/index-/.test(c.fileName)) mods[c.fileName]=Object.entries(c.modules??{}).map(([k,m])=>[m.renderedLength,k.replace(process.cwd(),'')]) }}]})
const html=await readFile(dist+'/index.html','utf8')
const seen=new Set()
async function w(a){ if(seen.has(a))return; seen.add(a); if(!a.endsWith('.js'))return; const c=await readFile(join(dist,a),'utf8'); for(const [,n] of c.matchAll(/(?:from|import)\s?["']\.\/([\w.-]+\.js)["']/g)) await w('assets/'+n) }
for(const [,p] of html.matchAll(/(?:src|href)="\/([\w./-]+\.(?:js|css))"/g)) await w(p)
let t=0; for(const f of seen){ const n=brotliCompressSync(await readFile(join(dist,f))).length; t+=n; console.log(f,n)}
console.log('total',t)
for(const [f,m] of Object.entries(mods)) if(seen.has(f)) console.log(f, m.filter(([n,k])=>/shared|words/.test(k)).sort((a,b)=>b[0]-a[0]).slice(0,40).map(x=>x.join(' ')).join('\n'))
