/** The engine's answer as commands see it. */

import type { Answer } from "../transport/http/client.js";
import type { EngineResponse } from "./engine.js";
import { jsonValues, parseValue } from "./json-values.js";

export function engineResponse(answer: Answer): EngineResponse {
  const response: EngineResponse = {
    status: answer.head.status,
    headers: answer.head.headers,
    async bytes() {
      const chunks: Buffer[] = [];
      for (let chunk = await answer.read(); chunk; chunk = await answer.read()) chunks.push(chunk);
      return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    },
    async text() {
      return (await response.bytes()).toString();
    },
    async json<T>() {
      return parseValue<T>(await response.text());
    },
    jsonLines: <T>() => jsonValues<T>(response),
    cancel: () => answer.cancel(),
    lent: () => iterable(answer, true),
    [Symbol.asyncIterator]: () => iterable(answer, false)[Symbol.asyncIterator](),
  };
  return response;
}

function iterable(answer: Answer, lent: boolean): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = await answer.read(lent);
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      async return() {
        answer.cancel();
        return { done: true, value: undefined };
      },
    }),
  };
}
