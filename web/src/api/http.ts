import type { Problem } from './types';

const BASE = '/api/v1';

/** A refusal by the server (or a failed connection), with the problem document it sent. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** Any thrown value as a problem that a person can read. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return { title: 'Something went wrong in the page', status: 0, detail: error instanceof Error ? error.message : String(error), remedy: 'Reload the page.' };
}

async function refused(response: Response): Promise<ApiError> {
  const fallback: Problem = { title: response.statusText || 'The request failed', status: response.status, detail: `The server answered ${response.status}.` };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new ApiError({ ...fallback, ...body });
  } catch {
    return new ApiError(fallback);
  }
}

/** Sends one request; throws `ApiError` for anything but a 2xx answer. */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ title: 'The server cannot be reached', status: 0, detail: `No answer from ${location.origin}.`, remedy: 'Check that `cairn serve` is running; the page tries again by itself.' });
  }
  if (!response.ok) throw await refused(response);
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send(path, { signal })).json() as Promise<T>;
}

export async function sendJson<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { method, signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The address of a run's file, each segment escaped. */
export function fileUrl(run: number, path: string): string {
  return `${BASE}/runs/${run}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export const projectPath = (project: string) => `/projects/${project.split('/').map(encodeURIComponent).join('/')}`;
