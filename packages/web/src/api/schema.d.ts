// Written by “npm run api-types” from the registry’s OpenAPI document.
export interface paths {
  '/api/v1/account/session': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Sign in with address and password; a second factor may be asked for */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
            password: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              secondFactor: boolean
              user?: {
                id: string
                email: string
                name: string
              }
            }
          }
        }
      }
    }
    /** Sign out */
    delete: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/session/totp': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** End a sign-in with a code of the authenticator app */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
            trustDevice?: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              user: {
                id: string
                email: string
                name: string
              }
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/session/recovery-code': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** End a sign-in with a recovery code, which is then used up */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              user: {
                id: string
                email: string
                name: string
              }
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/session/passkey': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The challenge to sign in with a passkey (WebAuthn request options) */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              challenge: string
            } & {
              [key: string]: unknown
            }
          }
        }
      }
    }
    put?: never
    /** Sign in with a passkey: the authenticator’s answer to the challenge */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            response: {
              id: string
            } & {
              [key: string]: unknown
            }
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/email-verification': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Confirm an address with the token of the mail */
    put: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            token: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {boolean} */
              verified: true
            }
          }
        }
      }
    }
    /** Send the mail that confirms an address again; the answer is the same for every address */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/password-reset': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Set the password anew with the token of the mail; ends every session */
    put: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            token: string
            newPassword: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    /** Ask for a mail to set the password anew; the answer is the same for every address */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/password': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Change the password; ends every other session */
    put: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            currentPassword: string
            newPassword: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    post?: never
    /** Remove the password, so that only passkeys sign in */
    delete: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/totp': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Confirm the authenticator app with its first code */
    put: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    /** Begin to set up an authenticator app; it counts once a first code was confirmed */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            password?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @description otpauth:// address for the authenticator app */
              uri: string
              /** @description each good for one sign-in; shown this once */
              recoveryCodes: string[]
            }
          }
        }
      }
    }
    /** Turn the authenticator app off */
    delete: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            password?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/recovery-codes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Make new recovery codes; the former ones are void */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            password?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              recoveryCodes: string[]
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/passkeys/options': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The challenge to add a passkey (WebAuthn creation options) */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              challenge: string
            } & {
              [key: string]: unknown
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/passkeys': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Passkeys of the account */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              passkeys: {
                id: string
                name: string
                /** Format: date-time */
                createdAt?: string
                /** Format: date-time */
                lastUsedAt?: string
                backedUp: boolean
              }[]
            }
          }
        }
      }
    }
    put?: never
    /** Add a passkey: the authenticator’s answer to the challenge */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            response: {
              id: string
            } & {
              [key: string]: unknown
            }
            name?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Who asks: the account, its publishers and roles, the token */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              user?: {
                id: string
                email: string
                name: string
                password: boolean
                passkeys: number
                totp: boolean
                emailConfirmed: boolean
                /** Format: date-time */
                since: string
              }
              publishers: {
                name: string
                /** @enum {string} */
                role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
              }[]
              roles: ('admin' | 'moderator' | 'reviewer' | 'auditor')[]
              /** @description fingerprint of the registry’s first root */
              registry: string
              /** @description of a browser */
              session?: {
                id: string
              }
              token?: {
                id: string
                name: string
                /** Format: date-time */
                expiresAt?: string
                actions: string[]
                packages: string[]
              }
            }
          }
        }
      }
    }
    put?: never
    /**
     * Open an account; a mail confirms the address
     * @description The answer is the same for an address that has an account already. With the owner’s token of the first start, the account becomes an administrator.
     */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
            password: string
            name: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        202: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              administrator: boolean
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/sessions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Sessions that are signed in */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              sessions: {
                id: string
                current: boolean
                /** Format: date-time */
                since: string
                /** Format: date-time */
                lastUsedAt: string
                /** Format: date-time */
                expiresAt: string
                address?: string
                userAgent?: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    /** End every session but this one */
    delete: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              ended: number
            }
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/sessions/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** End a session */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              ended: number
            }
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/passkeys/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Give a passkey another name */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    post?: never
    /** Remove a passkey */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/notifications': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Which mails the account wants */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @description what becomes of one’s submissions */
              submissions: boolean
              /** @description submissions that wait for a reviewer, where one is a reviewer */
              reviews: boolean
              /** @description what one bought */
              purchases: boolean
            }
          }
        }
      }
    }
    /** Choose which mails the account gets; those about its security always go */
    put: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @description what becomes of one’s submissions */
            submissions: boolean
            /** @description submissions that wait for a reviewer, where one is a reviewer */
            reviews: boolean
            /** @description what one bought */
            purchases: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @description what becomes of one’s submissions */
              submissions: boolean
              /** @description submissions that wait for a reviewer, where one is a reviewer */
              reviews: boolean
              /** @description what one bought */
              purchases: boolean
            }
          }
        }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/device/code': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Ask for a code to show to the user (RFC 8628) */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              deviceCode: string
              userCode: string
              /** @description the page that asks for the code */
              verificationUri: string
              /** @description the same, with the code */
              verificationUriComplete: string
              /** @description seconds */
              expiresIn: number
              /** @description seconds between two tries */
              interval: number
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/device/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Exchange an approved code for a token; “device.pending” until it is approved */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            deviceCode: string
            name: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              token: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/device/approvals/{userCode}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What the code of a device asks for, before it is approved */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          userCode: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              userCode: string
              client: string
              /** @description what its token may be used for */
              actions: string[]
              packages: string[]
              tokenDays: number
              /** Format: date-time */
              expiresAt: string
              askedFrom?: {
                address: string
                program?: string
              }
            }
          }
        }
      }
    }
    put?: never
    /** Sign the device in that shows this code */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          userCode: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    /** Refuse the code of a device */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          userCode: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tokens': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Tokens of the account, without their texts */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              tokens: {
                id: string
                name: string
                actions: string[]
                packages: string[]
                /** Format: date-time */
                createdAt: string
                /** Format: date-time */
                expiresAt?: string
                /** Format: date-time */
                lastUsedAt?: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    /** Make a token; its text is given this once */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            actions?: ('read' | 'publish' | 'manage' | 'account' | 'billing' | 'review' | 'operate' | '*')[]
            packages?: string[]
            /** Format: date-time */
            expiresAt?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              token: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tokens/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** Revoke a token at once */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/keys/challenge': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** A text to sign, to prove possession of a key */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            keyId: string
            publisher?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              challenge: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/keys': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Keys of the publishers one is a member of */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              keys: {
                keyId: string
                publisher: string
                pem: string
                /** Format: date-time */
                validFrom: string
                revoked?: {
                  /** Format: date-time */
                  at: string
                  reason: string
                }
              }[]
            }
          }
        }
      }
    }
    put?: never
    /** Register a publisher key */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            pem: string
            challenge: string
            /** Format: byte */
            proof: string
            publisher?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              keyId: string
              publisher: string
              /** Format: date-time */
              validFrom: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/keys/{keyId}/revocation': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Revoke a key: clients refuse everything signed with it */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          keyId: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The publishers that one is a member of */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              publishers: {
                name: string
                kind: string
                /** @enum {string} */
                role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
                domain?: {
                  name: string
                  /** Format: date-time */
                  verifiedAt?: string
                  /** Format: date-time */
                  checkedAt?: string
                  /** @description how often in a row the proof was not found */
                  failures: number
                  /** @description what is still to be done, for whoever may do it */
                  proof?: {
                    txt: {
                      name: string
                      value: string
                    }
                    file: {
                      url: string
                      line: string
                    }
                    instructions: string
                  }
                }
              }[]
            }
          }
        }
      }
    }
    put?: never
    /** Take a publisher name; whoever takes it owns it */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            /**
             * @default organization
             * @enum {string}
             */
            kind?: 'user' | 'organization'
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers/{publisher}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** A publisher with its members, open invitations, keys and packages */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              kind: string
              /** Format: date-time */
              createdAt: string
              /**
               * @description one’s own
               * @enum {string}
               */
              role?: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
              domain?: {
                name: string
                /** Format: date-time */
                verifiedAt?: string
                /** Format: date-time */
                checkedAt?: string
                /** @description how often in a row the proof was not found */
                failures: number
                /** @description what is still to be done, for whoever may do it */
                proof?: {
                  txt: {
                    name: string
                    value: string
                  }
                  file: {
                    url: string
                    line: string
                  }
                  instructions: string
                }
              }
              /** Format: date-time */
              ownershipChangedAt?: string
              members: {
                id: string
                name: string
                email: string
                /** @enum {string} */
                role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
                /** Format: date-time */
                since: string
              }[]
              invitations: {
                id: string
                email: string
                /** @enum {string} */
                role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
                transfers: boolean
                /** Format: date-time */
                createdAt: string
                /** Format: date-time */
                expiresAt: string
              }[]
              keys: {
                keyId: string
                /** Format: date-time */
                validFrom: string
                revoked?: {
                  /** Format: date-time */
                  at: string
                  reason: string
                }
              }[]
              packages: {
                name: string
                newest: string | null
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers/{publisher}/domain': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Look for the proof of the domain now */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              domain: string
              verified: boolean
              /** @enum {string} */
              method?: 'dns' | 'well-known'
              reason?: string
            }
          }
        }
      }
    }
    /** Say which domain is to be proven; the answer says how */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            domain: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              domain: string
              txt: {
                name: string
                value: string
              }
              file: {
                url: string
                line: string
              }
              instructions: string
            }
          }
        }
      }
    }
    /** Forget the domain */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers/{publisher}/members/{user}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Give a member another role */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
          user: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    post?: never
    /** End a membership: one’s own, or another’s as its manager */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
          user: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers/{publisher}/invitations': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Invite an address, or offer it the ownership; a mail carries the token */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
            /**
             * @default publisher
             * @enum {string}
             */
            role?: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
            /** @default false */
            transfers?: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publishers/{publisher}/invitations/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** Take an invitation back */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          publisher: string
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/invitations/acceptance': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What an invitation offers, for the account it was sent to */
    get: {
      parameters: {
        query: {
          token: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              publisher: string
              /** @enum {string} */
              role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
              /** @description the ownership of the publisher is offered */
              transfers: boolean
              invitedBy: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    put?: never
    /** Accept an invitation with the token of its mail */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            token: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              publisher: string
              /** @enum {string} */
              role: 'owner' | 'maintainer' | 'publisher' | 'billing' | 'read'
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/users': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Accounts, a hundred at a time */
    get: {
      parameters: {
        query?: {
          after?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              users: {
                id: string
                name: string
                email: string
                verified: boolean
                totp: boolean
                /** Format: date-time */
                createdAt: string
                roles: ('admin' | 'moderator' | 'reviewer' | 'auditor')[]
              }[]
              next?: string
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/users/{user}/roles': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Set the operator roles of an account */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          user: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            roles: ('admin' | 'moderator' | 'reviewer' | 'auditor')[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/mails': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The newest mails, sent or waiting: where there is no SMTP, they are read here */
    get: {
      parameters: {
        query?: {
          before?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              mails: {
                id: number
                to: string
                subject: string
                text: string
                /** Format: date-time */
                createdAt: string
                /** Format: date-time */
                sentAt?: string
                error?: string
              }[]
              /** @description “before” of the next page */
              next?: number
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/publish': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Publish a signed artifact
     * @description A form of the fields `keyId` (SHA-256 of the public key, hex) and `signature` (Ed25519 over the artifact, base64), then the file `artifact`. Answers when the version is durable, signed and indexed.
     */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'multipart/form-data': {
            /** @description SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex */
            keyId: string
            /**
             * Format: byte
             * @description Ed25519 over the artifact’s bytes, base64
             */
            signature: string
            /**
             * Format: binary
             * @description The .tar.gz or .zip; the last part of the form
             */
            artifact: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              version: string
              publisher: string
              category: string
              /** Format: date-time */
              publishedAt: string
              artifact: {
                path: string
                size: number
                sha256: string
                sha512: string
              }
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/versions/{version}/yank': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Yank a version: new installs leave it out */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
          version: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    post?: never
    /** Take a yank back */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
          version: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/versions/{version}/unpublish': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Take a version back for good, within the registry’s policy */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
          version: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/pricing': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What a package costs, and what it did */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              pricing: {
                /** @enum {string} */
                type: 'free' | 'paid' | 'freemium' | 'subscription'
                /** @description in the currency’s smallest unit */
                price?: number
                currency?: string
                /** @enum {string} */
                interval?: 'month' | 'year'
              }
              history: {
                pricing: {
                  /** @enum {string} */
                  type: 'free' | 'paid' | 'freemium' | 'subscription'
                  /** @description in the currency’s smallest unit */
                  price?: number
                  currency?: string
                  /** @enum {string} */
                  interval?: 'month' | 'year'
                }
                /** Format: date-time */
                since: string
              }[]
            }
          }
        }
      }
    }
    /**
     * Change what a package costs
     * @description Versions that are published from then on are gated where it is paid; earlier ones stay as they are.
     */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            type: 'free' | 'paid' | 'freemium' | 'subscription'
            price?: number
            currency?: string
            subscription?: boolean
            /** @enum {string} */
            interval?: 'month' | 'year'
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              pricing: {
                /** @enum {string} */
                type: 'free' | 'paid' | 'freemium' | 'subscription'
                /** @description in the currency’s smallest unit */
                price?: number
                currency?: string
                /** @enum {string} */
                interval?: 'month' | 'year'
              }
              history: {
                pricing: {
                  /** @enum {string} */
                  type: 'free' | 'paid' | 'freemium' | 'subscription'
                  /** @description in the currency’s smallest unit */
                  price?: number
                  currency?: string
                  /** @enum {string} */
                  interval?: 'month' | 'year'
                }
                /** Format: date-time */
                since: string
              }[]
            }
          }
        }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/purchases': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Open a payment page for a package */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              checkoutUrl: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/licences': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** A licence token for a package that the account may use */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            device?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              token: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/versions/{version}/artifacts/{platform}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** An address for the bytes of an artifact, good for five minutes */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
          version: string
          platform: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              url: string
              /** Format: date-time */
              expiresAt: string
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/artifacts/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The bytes of an artifact, for whoever has the signed address */
    get: {
      parameters: {
        query: {
          expires: string
          for: string
          signature: string
        }
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/entitlements': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What the account may use, with its history */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              entitlements: {
                id: string
                /** @enum {string} */
                kind: 'purchase' | 'subscription' | 'grant' | 'code'
                /** @enum {string} */
                status: 'active' | 'expired' | 'revoked'
                /** Format: date-time */
                since: string
                /** Format: date-time */
                until?: string
                why: string
                name: string
                history: {
                  status: string
                  /** Format: date-time */
                  until?: string
                  why: string
                  /** Format: date-time */
                  at: string
                }[]
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/entitlements': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What the publisher gave, by hand and by code */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              entitlements: {
                id: string
                /** @enum {string} */
                kind: 'purchase' | 'subscription' | 'grant' | 'code'
                /** @enum {string} */
                status: 'active' | 'expired' | 'revoked'
                /** Format: date-time */
                since: string
                /** Format: date-time */
                until?: string
                why: string
                email?: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    /** Give a package to whoever has an address */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string
            /** Format: date-time */
            until?: string
            why: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              kind: 'purchase' | 'subscription' | 'grant' | 'code'
              /** @enum {string} */
              status: 'active' | 'expired' | 'revoked'
              /** Format: date-time */
              since: string
              /** Format: date-time */
              until?: string
              why: string
              email?: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/entitlements/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** Take back what was given */
    delete: {
      parameters: {
        query?: {
          why?: string
        }
        header?: never
        path: {
          name: string
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        204: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/packages/{name}/codes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Make a code that gives the package; its text is shown once */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            uses: number
            /** Format: date-time */
            until?: string
            days?: number
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              code: string
              uses: number
              /** Format: date-time */
              until?: string
              days?: number
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/entitlements/redemption': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Redeem a code */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              /** Format: date-time */
              until?: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/healthz': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The process is alive */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {boolean} */
              alive: true
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/readyz': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Database and storage answer */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              ready: boolean
              database: boolean
              storage: boolean
            }
          }
        }
        /** @description Default Response */
        503: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              ready: boolean
              database: boolean
              storage: boolean
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/account/packages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Packages of one’s publishers, with downloads and the last submission of each */
    get: {
      parameters: {
        query?: {
          publisher?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              packages: {
                name: string
                publisher: string
                category: string | null
                newest: string | null
                updatedAt: string | null
                versions: number
                downloads: number
                submission: {
                  id: string
                  /** @enum {string} */
                  state:
                    | 'uploaded'
                    | 'validating'
                    | 'in_review'
                    | 'changes_requested'
                    | 'approved'
                    | 'published'
                    | 'rejected'
                    | 'withdrawn'
                } | null
                /** @description only for who is entitled */
                gated: boolean
                /** @description of an imported catalogue; nothing is published here */
                listedOnly: boolean
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/upload': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Upload a package that is to be submitted; let go after 24 hours when it is not */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'multipart/form-data': {
            /** @description milliseconds since 1970; not used */
            timestamp?: string
            /** @description the submission that this is a revision of */
            submission?: string
            /** @description for an unsigned upload of an account with several publishers */
            publisher?: string
            /** @description SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex */
            keyId?: string
            /**
             * Format: byte
             * @description Ed25519 over the file’s bytes, base64
             */
            signature?: string
            /**
             * Format: binary
             * @description The .tar.gz or .zip
             */
            plugin: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              packageId: string
              uploadUrl: string
              submissionId: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/screenshots': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Upload a screenshot; it is re-encoded, and the original is not kept */
    post: {
      parameters: {
        query?: {
          publisher?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'multipart/form-data': {
            /** Format: binary */
            image: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              width: number
              height: number
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/submit': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Submit an upload: it is checked, reviewed and published */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            packageId: string
            metadata: {
              name: string
              /** @default  */
              description?: string
              version: string
              category?: string
              /** @default [] */
              tags?: string[]
              pricing?: {
                /** @enum {string} */
                type: 'free' | 'paid' | 'freemium' | 'subscription'
                price?: number
                currency?: string
                subscription?: boolean
                /** @enum {string} */
                interval?: 'month' | 'year'
              }
              screenshots?: string[]
              /** @default  */
              documentation?: string
            }
            releaseNotes?: string
            /** @default false */
            breaking?: boolean
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              submissionId: string
              reviewUrl: string
              estimatedReviewTime: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/submissions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The newest submissions of one’s publishers */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              submissions: {
                id: string
                /** @enum {string} */
                status:
                  | 'uploaded'
                  | 'validating'
                  | 'in_review'
                  | 'changes_requested'
                  | 'approved'
                  | 'published'
                  | 'rejected'
                  | 'withdrawn'
                publisher: string
                name?: string
                version?: string
                /** Format: date-time */
                at: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/submissions/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Where a submission stands, what passed and failed, and what comes next
     * @description With an ETag, so that it can be asked for often: 304 while nothing has changed.
     */
    get: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
              /** @enum {string} */
              status:
                | 'uploaded'
                | 'validating'
                | 'in_review'
                | 'changes_requested'
                | 'approved'
                | 'published'
                | 'rejected'
                | 'withdrawn'
              publisher: string
              name?: string
              version?: string
              /** @description per cent */
              reviewProgress: number
              feedback: {
                /** Format: date-time */
                at: string
                from: string
                text: string
                file?: string
                line?: number
                revision?: number
              }[]
              /** @description ISO 8601, or “unknown” while there is no history */
              estimatedCompletion: string
              estimatedReviewTime: string
              /** @description median and ninth decile of the decisions it rests on */
              estimate?: {
                seconds: number
                upperSeconds: number
                basis: number
                /** Format: date-time */
                latest: string
              }
              /** @description in the queue, from 1 */
              place?: number
              /** @description a reviewer has it now */
              inReview: boolean
              checks: {
                id: string
                title: string
                /** @enum {string} */
                status: 'pass' | 'warn' | 'fail' | 'error'
                summary: string
                evidence: {
                  file?: string
                  line?: number
                  text: string
                }[]
              }[]
              /** @description every check in its order, those that are still to come among them */
              progress: {
                id: string
                title: string
                /** @enum {string} */
                state: 'waiting' | 'running' | 'passed' | 'failed'
              }[]
              uploads: {
                packageId: string
                revision: number
                size: number
                sha256: string
                /** Format: date-time */
                at: string
              }[]
              history: {
                /** Format: date-time */
                at: string
                action: string
                /** @enum {string} */
                state:
                  | 'uploaded'
                  | 'validating'
                  | 'in_review'
                  | 'changes_requested'
                  | 'approved'
                  | 'published'
                  | 'rejected'
                  | 'withdrawn'
                by: string
                why: string
              }[]
              next: string
              reviewUrl: string
            }
          }
        }
        /** @description Default Response */
        304: {
          headers: {
            [name: string]: unknown
          }
          content?: never
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/submissions/{id}/withdrawal': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Take a submission back */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @default  */
            reason?: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/submissions/{id}/appeal': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Ask another reviewer to look at a rejected submission, once */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/plugins/{name}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /** Update a published plugin: upload and submission in one call */
    put: {
      parameters: {
        query?: never
        header?: never
        path: {
          name: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'multipart/form-data': {
            /** @description the version that the archive’s manifest has */
            version: string
            releaseNotes?: string
            /** @enum {string} */
            breaking?: 'true' | 'false'
            /** @description SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex */
            keyId?: string
            /**
             * Format: byte
             * @description Ed25519 over the file’s bytes, base64
             */
            signature?: string
            /**
             * Format: binary
             * @description The .tar.gz or .zip
             */
            plugin: string
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              updateId: string
              version: string
              /**
               * Format: date-time
               * @description absent while it is in review
               */
              publishedAt?: string
              /** @enum {string} */
              status:
                | 'uploaded'
                | 'validating'
                | 'in_review'
                | 'changes_requested'
                | 'approved'
                | 'published'
                | 'rejected'
                | 'withdrawn'
              reviewUrl: string
            }
          }
        }
        /** @description Default Response */
        202: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              updateId: string
              version: string
              /**
               * Format: date-time
               * @description absent while it is in review
               */
              publishedAt?: string
              /** @enum {string} */
              status:
                | 'uploaded'
                | 'validating'
                | 'in_review'
                | 'changes_requested'
                | 'approved'
                | 'published'
                | 'rejected'
                | 'withdrawn'
              reviewUrl: string
            }
          }
        }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Channels of distribution, and what the registry asks of what goes through them */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              channels: {
                id: string
                name: string
                /** @enum {string} */
                type: 'marketplace' | 'direct' | 'enterprise' | 'private'
                endpoint: string
                authentication: {
                  type: string
                  required: boolean
                }
                requirements: {
                  review: boolean
                  testing: boolean
                  documentation: boolean
                  security: boolean
                }
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reviews': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Submissions that wait for a decision, oldest first */
    get: {
      parameters: {
        query?: {
          category?: string
          publisher?: string
          claim?: 'free' | 'mine'
          kind?: 'new' | 'update' | 'appeal'
          warned?: string
          /** @description so many are left out first */
          after?: number
          most?: number
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @description what an approval vouches for */
              checklist: string[]
              submissions: {
                id: string
                name: string
                version: string
                publisher: string
                category?: string
                /** @enum {string} */
                kind: 'new' | 'update' | 'appeal'
                /** Format: date-time */
                waitingSince: string
                claimed: boolean
                claimedByMe: boolean
                checks: {
                  pass: number
                  warn: number
                  fail: number
                  error: number
                }
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reviews/{id}/claim': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Claim a submission, or extend the claim */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** Format: date-time */
              until: string
            }
          }
        }
      }
    }
    /** Give a claim back */
    delete: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reviews/{id}/diff': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** What a submission changes: permissions and files, or, with “file”, the lines of one */
    get: {
      parameters: {
        query?: {
          file?: string
        }
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              name: string
              version: string
              /** @description the published version; absent for a new package */
              against?: string
              permissions?: {
                permission: string
                /** @enum {string} */
                change: 'added' | 'changed' | 'removed'
                before?: unknown
                after?: unknown
              }[]
              files?: {
                path: string
                /** @enum {string} */
                change: 'added' | 'changed' | 'removed'
                sizeBefore?: number
                size?: number
                binary: boolean
              }[]
              /** @description changed files that are not listed */
              moreFiles?: number
              file?: string
              hunks?: {
                oldStart: number
                newStart: number
                lines: string[]
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reviews/{id}/comments': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Comment on a submission, a file or a line */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            text: string
            file?: string
            line?: number
          }
        }
      }
      responses: {
        /** @description Default Response */
        201: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reviews/{id}/decision': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Approve, ask for changes, or reject */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          id: string
        }
        cookie?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** @enum {string} */
            decision: 'approve' | 'request_changes' | 'reject'
            /** @default  */
            reason?: string
            /** @default [] */
            checklist?: string[]
          }
        }
      }
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': Record<string, never>
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/health': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** How the registry is, and what to do where it is not well */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              version: string
              node: string
              /** Format: date-time */
              startedAt: string
              uptimeSeconds: number
              memoryBytes: number
              database: {
                bytes: number
                version: string
                connections: number
              }
              storage: {
                bytes?: number
                freeBytes: number
              }
              outboxWaiting: number
              mailsWaiting: number
              submissionsWaiting: number
              tree: {
                timestampVersion: number
                expiresAt: string | null
                packages: number
              }
              checks: {
                name: string
                /** @enum {string} */
                state: 'good' | 'warning' | 'bad'
                says: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/jobs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Jobs, their last and next runs, and what failed lately */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              jobs: {
                name: string
                /** @description five cron fields, UTC */
                cron: string
                /** @description what it does */
                says: string
                last: {
                  /** @enum {string} */
                  state: 'waiting' | 'running' | 'completed' | 'retrying' | 'failed' | 'cancelled'
                  startedAt: string | null
                  endedAt: string | null
                  error: string | null
                } | null
                nextAt: string | null
              }[]
              failed: {
                id: string
                name: string
                /** Format: date-time */
                at: string
                error: string
                tries: number
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/jobs/{job}/runs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Run a job now, besides its schedule; refused while it waits or runs */
    post: {
      parameters: {
        query?: never
        header?: never
        path: {
          job: string
        }
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        202: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              id: string
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/outbox': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** Events that wait to be heard, oldest first, a hundred at most */
    get: {
      parameters: {
        query?: {
          consumer?: string
        }
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              waiting: {
                id: number
                consumer: string
                topic: string
                payload: {
                  [key: string]: unknown
                }
                /** Format: date-time */
                at: string
              }[]
              counts: {
                consumer: string
                waiting: number
                /** Format: date-time */
                oldest: string
              }[]
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/admin/settings': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** The settings in effect and where each comes from; of secrets only that they are set */
    get: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              settings: {
                key: string
                /** @description “(set)” for a secret, null where there is none */
                value: unknown
                /** @enum {string} */
                origin: 'default' | 'file' | 'environment'
                says?: string
              }[]
              file: string | null
            }
          }
        }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/billing/stripe': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** Events of the payment service, signed by it */
    post: {
      parameters: {
        query?: never
        header?: never
        path?: never
        cookie?: never
      }
      requestBody?: never
      responses: {
        /** @description Default Response */
        200: {
          headers: {
            [name: string]: unknown
          }
          content: {
            'application/json': {
              /** @enum {boolean} */
              received: true
            }
          }
        }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: never
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export type operations = Record<string, never>
