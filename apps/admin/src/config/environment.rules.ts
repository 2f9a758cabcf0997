import { ValidatorConstraint } from 'class-validator';
import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { isLoopbackHost } from 'nestjs-dqe-idmobile';
import {
  parseEvidenceKeys,
  parseMasterKeys,
  parseMirrors,
  parseTrustedProxies,
  splitList,
} from './environment.values.js';

/** What {@link Environment} demands of one variable; the messages stand there, beside the variable. */
abstract class Rule implements ValidatorConstraintInterface {
  abstract holds(text: string, constraints: readonly number[]): boolean;

  validate(value: unknown, args: ValidationArguments): boolean {
    return typeof value === 'string' && this.holds(value, args.constraints as number[]);
  }
}

@ValidatorConstraint({ name: 'wholeNumber' })
export class WholeNumberRule extends Rule {
  holds(text: string, [least = 0, most = Number.MAX_SAFE_INTEGER]: readonly number[]): boolean {
    return /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  }
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isBareHttpUrl(url: URL | undefined): url is URL {
  return (
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

/** In production, people's cookies go over https only. */
@ValidatorConstraint({ name: 'publicUrl' })
export class PublicUrlRule implements ValidatorConstraintInterface {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    const url = typeof value === 'string' ? parseUrl(value) : undefined;
    if (!isBareHttpUrl(url)) return false;
    const production = (object as { NODE_ENV?: string }).NODE_ENV === 'production';
    return !production || url.protocol === 'https:' || isLoopbackHost(url.hostname);
  }
}

@ValidatorConstraint({ name: 'httpsUnlessLoopback' })
export class HttpsUnlessLoopbackRule extends Rule {
  holds(text: string): boolean {
    const url = parseUrl(text);
    return isBareHttpUrl(url) && (url.protocol === 'https:' || isLoopbackHost(url.hostname));
  }
}

@ValidatorConstraint({ name: 'postgresUrl' })
export class PostgresUrlRule extends Rule {
  holds(text: string): boolean {
    const url = parseUrl(text);
    return url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  }
}

@ValidatorConstraint({ name: 'originList' })
export class OriginListRule extends Rule {
  holds(text: string): boolean {
    return splitList(text).every((entry) => {
      const url = parseUrl(entry);
      return isBareHttpUrl(url) && url.pathname === '/';
    });
  }
}

@ValidatorConstraint({ name: 'trustProxy' })
export class TrustProxyRule extends Rule {
  holds(text: string): boolean {
    return parseTrustedProxies(text) !== undefined;
  }
}

@ValidatorConstraint({ name: 'masterKeys' })
export class MasterKeysRule extends Rule {
  holds(text: string): boolean {
    return parseMasterKeys(text) !== undefined;
  }
}

@ValidatorConstraint({ name: 'evidenceKeys' })
export class EvidenceKeysRule extends Rule {
  holds(text: string): boolean {
    return parseEvidenceKeys(text) !== undefined;
  }
}

@ValidatorConstraint({ name: 'mirrors' })
export class MirrorsRule extends Rule {
  holds(text: string): boolean {
    return parseMirrors(text) !== undefined;
  }
}

/** Opens something that only one's own machine may have open. */
@ValidatorConstraint({ name: 'localSwitch' })
export class LocalSwitchRule implements ValidatorConstraintInterface {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    const production = (object as { NODE_ENV?: string }).NODE_ENV === 'production';
    return value === 'false' || (value === 'true' && !production);
  }
}
