package dev.cuesheet.aws;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Credentials to be: a key, or somebody to ask. The SDK's classes come in only when they are asked for. */
sealed interface SdkCredentials {

    AwsCredentialsProvider provider();

    static SdkCredentials fixed(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
        return new Fixed(accessKeyId, secretAccessKey, sessionToken);
    }

    static SdkCredentials from(Supplier<AwsCredentialsProvider> supplier) {
        return new Supplied(supplier);
    }

    /** A key that does not change. */
    record Fixed(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) implements SdkCredentials {
        public Fixed {
            requireNonNull(accessKeyId, "accessKeyId");
            requireNonNull(secretAccessKey, "secretAccessKey");
        }

        @Override
        public AwsCredentialsProvider provider() {
            return SdkClientMaker.fixed(accessKeyId, secretAccessKey, sessionToken);
        }

        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    /** Somebody who knows, asked when the first client is made. */
    record Supplied(Supplier<AwsCredentialsProvider> supplier) implements SdkCredentials {
        @Override
        public AwsCredentialsProvider provider() {
            return supplier.get();
        }
    }
}
