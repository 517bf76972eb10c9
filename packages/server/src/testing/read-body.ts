/** An answer of the JSON API, as tests look at it. */

/** `body`: null where there is none. */
export async function readBody(response: Response) {
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}
