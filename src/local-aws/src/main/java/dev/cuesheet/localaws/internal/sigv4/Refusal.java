package dev.cuesheet.localaws.internal.sigv4;

/** Why a signature is not accepted, with the code and status that each protocol has for it. */
public enum Refusal {
    MISSING("AccessDenied", 403, "MissingAuthenticationToken", 403, "MissingAuthenticationTokenException"),
    UNSUPPORTED("InvalidRequest", 400, "IncompleteSignature", 400, "IncompleteSignatureException"),
    MALFORMED("AuthorizationHeaderMalformed", 400, "IncompleteSignature", 400, "IncompleteSignatureException"),
    MALFORMED_LINK(
            "AuthorizationQueryParametersError", 400, "IncompleteSignature", 400, "IncompleteSignatureException"),
    UNKNOWN_KEY("InvalidAccessKeyId", 403, "InvalidClientTokenId", 403, "UnrecognizedClientException"),
    WRONG_TOKEN("InvalidToken", 400, "InvalidClientTokenId", 403, "UnrecognizedClientException"),
    EXPIRED_TOKEN("ExpiredToken", 400, "ExpiredToken", 403, "ExpiredTokenException"),
    WRONG_SCOPE("AuthorizationHeaderMalformed", 400, "SignatureDoesNotMatch", 403, "InvalidSignatureException"),
    SKEWED_CLOCK("RequestTimeTooSkewed", 403, "SignatureDoesNotMatch", 403, "InvalidSignatureException"),
    EXPIRED_LINK("AccessDenied", 403, "SignatureDoesNotMatch", 403, "InvalidSignatureException"),
    UNSIGNED_HEADER("AccessDenied", 403, "SignatureDoesNotMatch", 403, "InvalidSignatureException"),
    WRONG_SIGNATURE("SignatureDoesNotMatch", 403, "SignatureDoesNotMatch", 403, "InvalidSignatureException"),
    WRONG_PAYLOAD("XAmzContentSHA256Mismatch", 400, "SignatureDoesNotMatch", 403, "InvalidSignatureException");

    private final String s3Code;
    private final int s3Status;
    private final String queryCode;
    private final int queryStatus;
    private final String jsonCode;

    Refusal(String s3Code, int s3Status, String queryCode, int queryStatus, String jsonCode) {
        this.s3Code = s3Code;
        this.s3Status = s3Status;
        this.queryCode = queryCode;
        this.queryStatus = queryStatus;
        this.jsonCode = jsonCode;
    }

    public String s3Code() {
        return s3Code;
    }

    public int s3Status() {
        return s3Status;
    }

    public String queryCode() {
        return queryCode;
    }

    public int queryStatus() {
        return queryStatus;
    }

    /** JSON services answer all of these with status 400. */
    public String jsonCode() {
        return jsonCode;
    }

    public SignatureRefused because(String message) {
        return new SignatureRefused(this, message);
    }
}
