using System.Net;
using System.Text;
using Fairlead.Kubernetes;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Topology;

namespace Fairlead.Lab.Tests.Kubelets;

/// <summary>A node's object, written while the store is away and the controller writes into it too.</summary>
public sealed class NodeRegistrationTests
{
    [Fact]
    public async Task It_is_tried_again_until_the_store_has_it()
    {
        using var server = new Store();
        using var client = new ClusterClient(new ClusterEndpoint { Server = new Uri("http://store/") }, server, TimeProvider.System);
        var registration = new NodeRegistration(new LabNode("node-1", []), "cn-hangzhou", "cn-hangzhou-h", "i-node-1", "ecs.g7.large", []);
        await registration.RegisterAsync(client, TestContext.Current.CancellationToken);
        Assert.Equal(["GET", "POST", "PATCH", "GET", "PATCH"], server.Asked);
    }

    /// <summary>Somebody else writes between the look at the node and the patch.</summary>
    private sealed class Store : HttpMessageHandler
    {
        private string? _node;

        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Asked.Add($"{request.Method}");
            if (request.Method == HttpMethod.Post)
            {
                _node = await request.Content!.ReadAsStringAsync(cancel);
                return Answer(HttpStatusCode.Created, _node);
            }

            return Asked.Count == 3 ? Answer(HttpStatusCode.Conflict, """{"kind":"Status","reason":"Conflict","message":"the object has been modified","code":409}""")
                : _node is null ? Answer(HttpStatusCode.NotFound, """{"kind":"Status","reason":"NotFound","message":"not found","code":404}""")
                : Answer(HttpStatusCode.OK, _node);
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
