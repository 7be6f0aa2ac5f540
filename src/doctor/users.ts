import { existsSync, readFileSync } from 'node:fs'

/** A user of this machine and every group they are in. */
export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly groups: ReadonlySet<number>
}

/** The users of this machine. */
export interface Users {
  /** Who salehi is run as: Asterisk's user where root looks, else who looks. */
  readonly salehi: User | undefined
  /** Whether it is root who looks. */
  readonly isRoot: boolean
  named(name: string): User | undefined
  numbered(uid: number): User | undefined
}

/** Where the users stand. */
export interface UserFiles {
  readonly passwd: string
  readonly group: string
  /** The number of the user who looks. */
  readonly uid: number
}

/** Reads them. */
export function readUsers({ passwd, group, uid }: UserFiles): Users {
  const people = rows(passwd).map(([name = '', , id = '', gid = '']) => ({ name, uid: Number(id), gid: Number(gid) }))
  const groups = rows(group).map(([, , gid = '', members = '']) => ({ gid: Number(gid), members: members.split(',') }))
  const complete = (person: (typeof people)[number]): User => ({
    ...person,
    groups: new Set([
      person.gid,
      ...groups.filter(({ members }) => members.includes(person.name)).map(({ gid }) => gid),
    ]),
  })
  const named = (name: string): User | undefined => {
    const found = people.find((person) => person.name === name)
    return found === undefined ? undefined : complete(found)
  }
  const numbered = (id: number): User | undefined => {
    const found = people.find((person) => person.uid === id)
    return found === undefined ? undefined : complete(found)
  }
  const isRoot = uid === 0
  const salehi = isRoot ? (named('asterisk') ?? named('root')) : numbered(uid)
  return { salehi, isRoot, named, numbered }
}

function rows(file: string): readonly (readonly string[])[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'))
}
