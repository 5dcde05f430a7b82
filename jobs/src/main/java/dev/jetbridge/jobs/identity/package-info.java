/**
 * Who is who. The domain owns the decision which source records speak of one person and mints
 * person_id; everybody else meets it through two tables.
 *
 * <p>The interface of identity is the contract of identity.links, not a class: a row a source
 * record and role, its person or the reason why there is none. The resolver here is deterministic
 * (an equal loyalty number, or an equal e-mail, name and birth date); a probabilistic one takes its
 * place by filling the same columns, and nothing downstream changes. The parts serve it too: {@link
 * dev.jetbridge.jobs.identity.Clustering} turns any pairs into persons, {@link
 * dev.jetbridge.jobs.identity.PersonIds} keeps ids from run to run.
 *
 * <p>Knows nothing of purchases, features or any use of a person.
 */
package dev.jetbridge.jobs.identity;
