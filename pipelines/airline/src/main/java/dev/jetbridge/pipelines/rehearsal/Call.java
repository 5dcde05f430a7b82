package dev.jetbridge.pipelines.rehearsal;

import java.util.List;

/**
 * A call that was made.
 *
 * @param needs what it has to be allowed
 * @param refused what of that the policy of its role does not allow
 */
record Call(Caller caller, List<Permission> needs, List<Permission> refused, int status) {
  Call {
    needs = List.copyOf(needs);
    refused = List.copyOf(refused);
  }
}
