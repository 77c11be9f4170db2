/** GitHub's "no", with its status and error object. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, message: string, errors?: unknown[]) {
    super(message);
    this.status = status;
    this.body = {
      message,
      ...(errors && { errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
  }
}

export function notFound(): never {
  throw new Refusal(404, 'Not Found');
}

export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, field, code, ...(message && { message }) }]);
}
