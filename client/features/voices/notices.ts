import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'

const voice: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'voices' } : { name: 'voice', params: { id: ref } }
const desk: NoticeFace['page'] = ({ ref }) =>
  ref === null ? { name: 'voices-desk' } : { name: 'voice', params: { id: ref } }

export const notices: NoticeFaces<KindsOf<'voices'>> = {
  'voices.replied': { text: ({ detail }) => `你的投诉建议有了答复${detail}`, page: voice },
  'voices.answered': { text: ({ detail }) => `你说的有了答复${detail}`, page: voice },
  'voices.done': { text: ({ detail }) => `你说的办好了，来评一评${detail}`, page: voice },
  'voices.declined': { text: ({ detail }) => `你说的办不了，原因${detail}`, page: voice },
  'voices.promised': { text: ({ detail }) => `定好哪天答复了${detail}`, page: voice },
  'voices.merged': { text: ({ detail }) => `和别人说的并到一起了${detail}`, page: voice },
  'voices.linked': { text: ({ detail }) => `你说的有了下文${detail}`, page: voice },
  'voices.hidden': { text: ({ detail }) => `你说的没有公开，可以申诉${detail}`, page: voice },
  'voices.settled': { text: ({ detail }) => `申诉有了结果${detail}`, page: voice },
  'voices.posted': { text: ({ detail }) => `有新的投诉表扬${detail}`, page: desk },
  'voices.reached': { text: ({ detail }) => `很多人同感，请在 2 个工作日内定单位${detail}`, page: desk },
  'voices.appealed': { text: ({ detail }) => `有人申诉，请复核${detail}`, page: desk },
  'voices.reopened': { text: ({ detail }) => `大家说还没办好${detail}`, page: desk },
  'voices.yourTurn': { text: ({ detail }) => `请贵单位答复${detail}`, page: desk },
  'voices.chooseLate': { text: ({ detail }) => `还没定由谁答复，请尽快定${detail}`, page: desk },
  'voices.dueSoon': { text: ({ detail }) => `明天到答复期限${detail}`, page: desk },
  'voices.late': { text: ({ detail }) => `超过答复期限${detail}`, page: desk },
}
