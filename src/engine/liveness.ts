/**
 * A daemon that has accepted a request and sends nothing may be working, may be waiting for an event, or may be gone in a way that
 * the connection does not show (stopped, frozen, behind a network that drops packets). So it is asked: silence is no failure, a
 * question without a response is. Docker waits forever.
 */

/** What the check sees of a connection. */
export interface WatchedConnection {
  /** A read is waiting for bytes. */
  readonly waiting: boolean;
  /** Number of chunks received so far. */
  readonly received: number;
  /** Nothing more will be received. */
  readonly over: boolean;
  destroy(reason: Error): void;
}

export interface LivenessOptions {
  /** How long the daemon may take to respond to the question, in milliseconds. It is asked after half that time of silence. */
  patienceMs: number;
  /** Asks on a separate connection; resolves to whether anything responded. Rejects at the signal. */
  ask(signal: AbortSignal): Promise<boolean>;
  /** The error of every request to a daemon that does not respond. */
  lost: Error;
}

export interface LivenessCheck {
  /** Watches a connection until it is over. Throws `lost` if the daemon has been given up already. */
  watch(connection: WatchedConnection): void;
  /** Silence does not count until the returned function is called: something else has a timeout meanwhile. */
  pause(): () => void;
}

/** Time is counted in steps, not by the clock: to a client that was stopped, or suspended with its machine, that is one step. */
const STEPS = 20;
const SILENT_STEPS = STEPS / 2;

interface Question {
  steps: number;
  /** undefined: none yet; false: nothing could be reached, and the question may be repeated. */
  answer: boolean | undefined;
  readonly abort: AbortController;
}

export function createLivenessCheck({ patienceMs, ask, lost }: LivenessOptions): LivenessCheck {
  const connections = new Set<WatchedConnection>();
  let timer: NodeJS.Timeout | undefined;
  let pauses = 0;
  let received = 0;
  let silence = 0;
  let question: Question | undefined;
  let gone = false;

  function startQuestion(steps: number): Question {
    const started: Question = { steps, answer: undefined, abort: new AbortController() };
    ask(started.abort.signal).then(
      (answer) => {
        started.answer = answer;
      },
      () => {
        started.answer = false;
      },
    );
    return started;
  }

  function reset(): void {
    silence = 0;
    question?.abort.abort();
    question = undefined;
  }

  function giveUp(): void {
    gone = true;
    reset();
    clearInterval(timer);
    for (const connection of connections) connection.destroy(lost);
  }

  function step(): void {
    let total = 0;
    let waiting = false;
    for (const connection of connections) {
      if (connection.over) connections.delete(connection);
      total += connection.received;
      waiting ||= connection.waiting && !connection.over;
    }
    const silent = total === received && waiting && pauses === 0;
    received = total;
    if (!silent || question?.answer) reset();
    else if (!question) {
      if (++silence >= SILENT_STEPS) question = startQuestion(0);
    } else if (++question.steps > STEPS) giveUp();
    else if (question.answer === false) question = startQuestion(question.steps);
  }

  return {
    watch(connection) {
      if (gone) throw lost;
      connections.add(connection);
      // The timer alone must not keep the process alive.
      timer ??= setInterval(step, patienceMs / STEPS).unref();
    },
    pause() {
      pauses++;
      return () => void pauses--;
    },
  };
}
