// @vitest-environment dom
import { followTheme, useTheme } from '#client/app/device/theme.ts'
import { expect, it } from 'vitest'

it('a look that is chosen in another tab is worn here too', () => {
  followTheme()
  const saveElsewhere = (choice: object) => {
    localStorage.setItem('little-bee-theme', JSON.stringify(choice))
    window.dispatchEvent(new StorageEvent('storage', { key: 'little-bee-theme' }))
  }
  saveElsewhere({ theme: 'dark', care: false })
  expect(useTheme()).toEqual({ theme: 'dark', care: false })
  saveElsewhere({ theme: 'dark', care: true })
  expect(useTheme()).toEqual({ theme: 'dark', care: true })
  localStorage.clear()
})
