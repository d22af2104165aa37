'use client'

import { createContext, type ReactNode } from 'react'

/** How an option of a question is drawn; null until the question is alive. */
export const OptionContext = createContext<((at: number, children: ReactNode) => ReactNode) | null>(null)
