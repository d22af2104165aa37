import { generateCodeView } from '@/scripts/code-view.mjs'

export async function setup(): Promise<void> {
  await generateCodeView()
}
