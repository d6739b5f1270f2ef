using System.Net;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Kubernetes.Tests.Client;

public sealed class ClusterExceptionTests
{
    [Theory]
    [InlineData(404, "NotFound", ClusterErrorKind.NotFound)]
    [InlineData(409, "Conflict", ClusterErrorKind.Conflict)]
    [InlineData(409, "AlreadyExists", ClusterErrorKind.AlreadyExists)]
    [InlineData(410, "Expired", ClusterErrorKind.Gone)]
    [InlineData(422, "Invalid", ClusterErrorKind.Invalid)]
    [InlineData(403, "Forbidden", ClusterErrorKind.Forbidden)]
    [InlineData(401, "Unauthorized", ClusterErrorKind.Forbidden)]
    [InlineData(429, "TooManyRequests", ClusterErrorKind.Unavailable)]
    [InlineData(504, "", ClusterErrorKind.Unavailable)]
    public async Task A_refusal_has_a_kind(int status, string reason, ClusterErrorKind kind)
    {
        var server = new ScriptedServer().Then((HttpStatusCode)status, $$"""{"kind":"Status","reason":"{{reason}}","message":"said"}""");
        var error = await Assert.ThrowsAsync<ClusterException>(() => server.Client().GetAsync<Node>("a"));
        Assert.Equal((kind, "said", status), (error.Kind, error.Reason, error.Status));
        Assert.Equal($"get nodes/a: said ({status})", error.Message);
    }

    [Fact]
    public async Task What_is_invalid_is_named_by_field()
    {
        var server = new ScriptedServer().Then(
            HttpStatusCode.UnprocessableEntity,
            """{"kind":"Status","reason":"Invalid","message":"no","details":{"causes":[{"reason":"FieldValueInvalid","message":"too much","field":"spec.batch"},{"message":"bad","field":"spec.mode"}]}}""");
        var error = await Assert.ThrowsAsync<ClusterException>(() => server.Client().PatchStatusAsync<NodeNetwork>("n", "", "{}"u8.ToArray()));
        Assert.Equal(["spec.batch: too much", "spec.mode: bad"], error.Causes.Select(cause => cause.ToString()));
        Assert.Equal("patch nodenetworks.fairlead.io/n/status: no (422)", error.Message);
        Assert.Equal(["PATCH /apis/fairlead.io/v1alpha1/nodenetworks/n/status"], server.Asked);
    }

    [Fact]
    public async Task A_proxy_that_answers_in_its_own_words_is_understood_too()
    {
        var server = new ScriptedServer().Then(HttpStatusCode.BadGateway, "<html>").Then(HttpStatusCode.OK, "<html>");
        Assert.Equal(ClusterErrorKind.Unavailable, (await Assert.ThrowsAsync<ClusterException>(() => server.Client().GetAsync<Node>("a"))).Kind);
        Assert.Equal("get nodes/a: the answer is no JSON", (await Assert.ThrowsAsync<ClusterException>(() => server.Client().GetAsync<Node>("a"))).Message);
    }

    [Fact]
    public async Task Nobody_there() =>
        Assert.Equal("get nodes/a: nobody is there", (await Assert.ThrowsAsync<ClusterException>(() => new ScriptedServer().Client().GetAsync<Node>("a"))).Message);

    [Fact]
    public void A_pod_finds_its_own_cluster()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "token"), "t\n");
            var endpoint = ClusterEndpoint.InCluster(name => name == "KUBERNETES_SERVICE_HOST" ? "fd00::1" : null, folder.FullName);
            Assert.Equal(new Uri("https://[fd00::1]:443"), endpoint!.Server);
            Assert.Null(ClusterEndpoint.InCluster(_ => null, folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_token_that_was_refused_is_read_again()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "token");
            File.WriteAllText(file, "old\n");
            var seen = new List<string?>();
            using var client = new ClusterClient(new ClusterEndpoint { Server = new Uri("http://x/"), TokenFile = file }, new Listening(seen), TimeProvider.System);
            await Assert.ThrowsAsync<ClusterException>(() => client.GetAsync<Node>("a"));
            File.WriteAllText(file, "new\n");
            await Assert.ThrowsAsync<ClusterException>(() => client.GetAsync<Node>("a"));
            Assert.Equal(["Bearer old", "Bearer new"], seen);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Listening(List<string?> seen) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            seen.Add(request.Headers.Authorization?.ToString());
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") });
        }
    }
}
