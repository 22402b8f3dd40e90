import { runOnDatabase } from './people/on-database.ts'
import { runWord } from './people/run-command.ts'
import { readArgs } from './people/words.ts'

// npm run people -- WORD …
runOnDatabase(readArgs, runWord)
