/** Imported lists that hand out nobody, for `import_id IN …`: one that is being written, or was undone. */
export const closedLists = '(SELECT id FROM imports WHERE ready_at IS NULL)'

/** What holds of a contact who may be handed out, as far as its list goes. */
export const listIsOpen = `(import_id IS NULL OR import_id NOT IN ${closedLists})`
