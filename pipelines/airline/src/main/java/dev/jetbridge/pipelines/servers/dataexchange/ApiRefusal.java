package dev.jetbridge.pipelines.servers.dataexchange;

/** An answer that is an error of the API: its HTTP status and the name of its shape. */
final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String shape;

  private ApiRefusal(int status, String shape, String message) {
    super(message);
    this.status = status;
    this.shape = shape;
  }

  static ApiRefusal invalid(String message) {
    return new ApiRefusal(400, "ValidationException", message);
  }

  static ApiRefusal denied(String message) {
    return new ApiRefusal(403, "AccessDeniedException", message);
  }

  static ApiRefusal unknown(String what, String id) {
    return new ApiRefusal(404, "ResourceNotFoundException", "No " + what + " " + id);
  }

  static ApiRefusal conflict(String message) {
    return new ApiRefusal(409, "ConflictException", message);
  }

  static ApiRefusal limit(String message) {
    return new ApiRefusal(402, "ServiceLimitExceededException", message);
  }

  /** A bug of the server. */
  static ApiRefusal broken(RuntimeException cause) {
    return new ApiRefusal(500, "InternalServerException", String.valueOf(cause));
  }

  int status() {
    return status;
  }

  String shape() {
    return shape;
  }
}
