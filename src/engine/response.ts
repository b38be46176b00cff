/** A response as commands see it. */
import type { HttpResponse } from "../transport/http/client.js";
import type { EngineResponse } from "./engine.js";
import { jsonValues, parseValue } from "./json-values.js";

export function engineResponse(response: HttpResponse): EngineResponse {
  const result: EngineResponse = {
    status: response.head.status,
    headers: response.head.headers,
    async bytes() {
      const chunks: Buffer[] = [];
      for (let chunk = await response.read(); chunk; chunk = await response.read()) chunks.push(chunk);
      return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    },
    async text() {
      return (await result.bytes()).toString();
    },
    async json<T>() {
      return parseValue<T>(await result.text());
    },
    jsonLines: <T>() => jsonValues<T>(result),
    cancel: () => response.cancel(),
    borrowed: () => iterable(response, true),
    [Symbol.asyncIterator]: () => iterable(response, false)[Symbol.asyncIterator](),
  };
  return result;
}

function iterable(response: HttpResponse, borrowed: boolean): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = await response.read(borrowed);
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      async return() {
        response.cancel();
        return { done: true, value: undefined };
      },
    }),
  };
}
