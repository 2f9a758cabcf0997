import { setTimeout as sleep } from 'node:timers/promises';
import { type ReceivedWebhook, verified, WebhookReceiver } from '../support/webhook-receiver.js';
import type { Caller } from './call.js';
import type { Chance } from './chance.js';

/** The killed process sends there as well: a named point is told by it. */
const PATH = '/webhooks';

/** One arrival of a webhook. */
export interface Heard {
  /** `webhook-id` */
  readonly id: string;
  readonly body: string;
  /** By the secret of the endpoint, and just now. */
  readonly signed: boolean;
}

/** A partner system, outside of everything that is killed: notes what it is told, and is not always well itself. */
export class Partner {
  readonly heard: Heard[] = [];
  /** Of its endpoint, as the service knows it. */
  endpointId = '';
  private secret = '';
  private readonly ids = new Set<string>();

  private constructor(
    private readonly receiver: WebhookReceiver,
    private readonly chance: Chance,
  ) {}

  static async start(chance: Chance): Promise<Partner> {
    const receiver = await WebhookReceiver.start();
    const partner = new Partner(receiver, chance);
    receiver.answer = (response, webhook) => {
      const isNew = !partner.ids.has(webhook.id);
      partner.note(webhook);
      // One in ten is not taken the first time; all take a moment, in which the sender may die.
      const status = isNew && chance.happens(0.1) ? 503 : 204;
      void sleep(chance.whole(0, 40)).then(() => response.writeHead(status).end());
    };
    return partner;
  }

  /** Asks the service for webhooks of everything, from now on. */
  async register(caller: Caller, url: string): Promise<void> {
    const reply = await caller.call('POST', `${url}/api/v1/webhooks/endpoints`, {
      url: this.receiver.url(PATH),
    });
    if (reply?.status !== 201) throw new Error(`no webhooks: ${reply?.status} ${reply?.text}`);
    this.endpointId = reply.body.id;
    this.secret = reply.body.secret;
  }

  close(): Promise<void> {
    return this.receiver.close();
  }

  /** A signature is good for five minutes, so it is verified now. */
  private note(webhook: ReceivedWebhook): void {
    const { id, body } = webhook;
    this.ids.add(id);
    this.heard.push({ id, body, signed: this.isOurs(webhook) });
    this.receiver.received.length = 0;
  }

  private isOurs(webhook: ReceivedWebhook): boolean {
    try {
      verified(webhook, this.secret);
      return true;
    } catch {
      return false;
    }
  }
}
