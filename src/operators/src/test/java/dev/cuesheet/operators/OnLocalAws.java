package dev.cuesheet.operators;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.testing.LocalAwsExtension;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of operators over a real socket. One local AWS serves a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnLocalAws {
    @RegisterExtension
    final LocalAwsExtension localAws = LocalAwsExtension.with(this::settings);

    private @Nullable AwsClients clients;

    LocalAws.Builder settings(LocalAws.Builder builder) {
        return builder;
    }

    AwsClients aws() {
        if (clients == null) {
            clients = clientsAt(localAws.aws().endpoint());
        }
        return clients;
    }

    AwsClients clientsAt(URI endpoint) {
        var aws = localAws.aws();
        return AwsClients.builder()
                .endpoint(endpoint)
                .region(aws.region())
                .credentials(aws.accessKeyId(), aws.secretAccessKey())
                .build();
    }

    static String unique(String purpose) {
        return "cuesheet-%s-%s".formatted(purpose, UUID.randomUUID().toString().substring(0, 12));
    }

    @AfterAll
    void closeClients() {
        if (clients != null) {
            clients.close();
        }
    }
}
