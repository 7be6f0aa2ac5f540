/**
 * Marks a place where a crash would be interesting: before, inside and after a transaction, around a request. It does
 * nothing; a build made for tests puts a module in its place that ends the process there.
 */
export function crashPoint(_name: string): void {
  // Nothing, in the product.
}
