/** The simulators that have a page, in the order in which the list shows them. Their words are in content/dictionaries/scenarios.*.ts. */
export const scenarioSlugs = ['load-balancing'] as const
