// JSON patch (RFC 6902: test, add, replace, remove) and JSON merge patch (RFC 7386).

export class PatchError extends Error {}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

export function merge(target, patch) {
  if (!isObject(patch)) return patch;
  const result = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

/** Equality of JSON values: the order of keys does not count. */
export function same(left, right) {
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length && left.every((item, at) => same(item, right[at]));
  if (!isObject(left)) return left === right;
  if (!isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && same(left[key], right[key]));
}

export function jsonPatch(object, operations) {
  const result = structuredClone(object);
  for (const { op, path, value } of operations) {
    const steps = path.split('/').slice(1).map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = steps.pop();
    const parent = steps.reduce((at, step) => (at === undefined || at === null ? undefined : at[step]), result);
    const missing = parent === undefined || parent === null || typeof parent !== 'object';
    const present = !missing && (Array.isArray(parent) ? Number(last) < parent.length : last in parent);
    if (op === 'test') {
      if (!same(present ? parent[last] : null, value ?? null)) throw new PatchError(`testing value ${path} failed: test failed`);
      continue;
    }
    if (missing) throw new PatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
    // Like the library of kubectl and the API server: a replace of a missing key adds it.
    if (op === 'remove' && !present) throw new PatchError(`error in remove for path: '${path}': Unable to remove nonexistent key: ${last}: missing value`);
    if (op === 'remove') {
      if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else delete parent[last];
    } else if (op === 'add' && Array.isArray(parent)) {
      parent.splice(last === '-' ? parent.length : Number(last), 0, value);
    } else if (op === 'add' || op === 'replace') {
      parent[last] = value;
    } else {
      throw new PatchError(`Unexpected kind: ${op}`);
    }
  }
  return result;
}
