import { createHash, randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, readdirSync } from 'node:fs'
import { once } from 'node:events'
import { drawScene } from '#server/sample/scenes.ts'
import autocannon from 'autocannon'
const which = process.argv[2]!, seconds = Number(process.argv[3] ?? 4), prof = process.argv[4] === 'prof'
const folder = mkdtempSync((process.env.WHERE ?? '/tmp') + '/bee-load-')
const args = which === 'ceiling' ? [folder + '/c.sqlite'] : which === 'ungrouped' ? [folder, '1'] : [folder]
const child = spawn(process.execPath, [...(prof ? ['--cpu-prof', '--cpu-prof-dir=' + folder + '/prof'] : []), '--import', 'tsx', `/work/main/tests/bench/${which === 'ceiling' ? 'ceiling' : 'our'}-server.ts`, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
let out = ''
const url = await new Promise<string>(r => child.stdout!.on('data', c => { out += c; const m = /http:\/\/127\.0\.0\.1:\d+/.exec(out); if (m) r(m[0]) }))
const cpu = () => { const f = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
let cookie = ''
const photo = await drawScene('pothole', false, 1)
const hash = createHash('sha256').update(photo).digest('hex')
if (which !== 'ceiling') {
  const headers = { 'content-type': 'application/json', 'x-little-bee': '1' }
  const { demoCode } = await (await fetch(`${url}/api/session/code`, { method: 'POST', headers, body: JSON.stringify({ phone: '13800000001' }) })).json() as any
  const s = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify({ phone: '13800000001', code: demoCode }) })
  cookie = s.headers.get('set-cookie')!.split(';')[0]!
  const st = await fetch(`${url}/api/photos/${hash}`, { method: 'PUT', headers: { ...headers, cookie, 'content-type': 'image/jpeg' }, body: new Uint8Array(photo) })
  console.log(st.status)
}
const body = () => { const at = Date.now(); return JSON.stringify({ sentAt: at, commands: [{ id: randomUUID(), name: 'reports.file', input: { reportId: randomUUID(), kind: 'hazard', text: '非机动车道有个大坑', place: { latitude: 30.5795, longitude: 114.2745 }, areaId: '420103006003', photos: [hash], seenAt: at }, madeAt: at }] }) }
const shoot = (duration: number) => autocannon({ url: `${url}/api/commands`, connections: 32, duration, method: 'POST', headers: { 'content-type': 'application/json', 'x-little-bee': '1', cookie }, requests: [{ setupRequest: r => ({ ...r, body: body() }) }], verifyBody: b => b?.includes('"accepted"') ?? false })
await shoot(Number(process.env.WARM ?? 2))
const before = cpu(), r = await shoot(seconds)
const used = cpu() - before
console.log(which, { rate: r.requests.average, total: r.requests.total, cpuUsPerRequest: Math.round(used * 1000 / r.requests.total), mismatches: r.mismatches, errors: r.errors, non2xx: r.non2xx })
const left = once(child, 'exit'); child.kill('SIGTERM'); await left
if (prof) { const f = readdirSync(folder + '/prof'); console.log(f); const { copyFileSync } = await import('node:fs'); copyFileSync(folder + '/prof/' + f[0], '/tmp/prof/last.cpuprofile') }
rmSync(folder, { recursive: true, force: true })
