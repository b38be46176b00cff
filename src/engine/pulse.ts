/**
 * An engine that has taken a request and says nothing may be working, or waiting for something to happen, or gone in a way that
 * the connection does not tell (stopped, frozen, behind a network that drops). So it is asked: a silence is no failure, a question
 * without an answer is. The reference waits for ever.
 */

/** What a pulse sees of a connection. */
export interface Listener {
  /** Somebody waits for bytes that have not come. */
  readonly waiting: boolean;
  /** Pieces that have come so far. */
  readonly received: number;
  /** Nothing will come any more. */
  readonly over: boolean;
  destroy(reason: Error): void;
}

export interface PulseOptions {
  /** How long the engine may take to answer the question, in milliseconds. It is asked after half as much of silence. */
  patienceMs: number;
  /** Asks on a connection of its own; resolves to whether anybody was there to answer. Rejects at the signal. */
  ask(signal: AbortSignal): Promise<boolean>;
  /** What those get who wait for an engine that does not answer. */
  lost: Error;
}

export interface Pulse {
  /** Takes a connection into care until it is over. Throws `lost` when the engine has been given up already. */
  watch(connection: Listener): void;
  /** While something else keeps the time, silence does not count. Returns what ends that. */
  pause(): () => void;
}

/** Patience is counted in steps, not by the clock: a client that was stopped, or slept with its machine, has waited one step more. */
const STEPS = 20;
const STEPS_OF_SILENCE = STEPS / 2;

interface Question {
  steps: number;
  /** undefined: none yet; false: nobody could be reached, and it may be asked again. */
  answer: boolean | undefined;
  readonly abort: AbortController;
}

export function takePulse({ patienceMs, ask, lost }: PulseOptions): Pulse {
  const connections = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let pauses = 0;
  let received = 0;
  let silence = 0;
  let question: Question | undefined;
  let gone = false;

  function pose(steps: number): Question {
    const posed: Question = { steps, answer: undefined, abort: new AbortController() };
    ask(posed.abort.signal).then(
      (answer) => {
        posed.answer = answer;
      },
      () => {
        posed.answer = false;
      },
    );
    return posed;
  }

  function rest(): void {
    silence = 0;
    question?.abort.abort();
    question = undefined;
  }

  function giveUp(): void {
    gone = true;
    rest();
    clearInterval(timer);
    for (const connection of connections) connection.destroy(lost);
  }

  function step(): void {
    let heard = 0;
    let waiting = false;
    for (const connection of connections) {
      if (connection.over) connections.delete(connection);
      heard += connection.received;
      waiting ||= connection.waiting && !connection.over;
    }
    const quiet = heard === received && waiting && pauses === 0;
    received = heard;
    if (!quiet || question?.answer) rest();
    else if (!question) {
      if (++silence >= STEPS_OF_SILENCE) question = pose(0);
    } else if (++question.steps > STEPS) giveUp();
    else if (question.answer === false) question = pose(question.steps);
  }

  return {
    watch(connection) {
      if (gone) throw lost;
      connections.add(connection);
      // Alone it must not keep the process.
      timer ??= setInterval(step, patienceMs / STEPS).unref();
    },
    pause() {
      pauses++;
      return () => void pauses--;
    },
  };
}
