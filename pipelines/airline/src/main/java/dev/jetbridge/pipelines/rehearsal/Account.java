package dev.jetbridge.pipelines.rehearsal;

/** Where resources are: what their ARNs begin with. */
record Account(String partition, String region, String id) {
  /** The ARN of what a service has in a region of this account. */
  String arn(String service, String resource) {
    return "arn:" + partition + ":" + service + ":" + region + ":" + id + ":" + resource;
  }

  /** The ARN of a bucket, or of an object in it. */
  String s3(String resource) {
    return "arn:" + partition + ":s3:::" + resource;
  }
}
