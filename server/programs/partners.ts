import { readWords, runWords } from './partners/words.ts'
import { runOnDatabase } from './people/on-database.ts'

// npm run partners -- WORD …
runOnDatabase(readWords, runWords)
