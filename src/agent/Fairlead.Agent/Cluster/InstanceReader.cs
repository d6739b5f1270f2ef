namespace Fairlead.Agent.Cluster;

/// <summary>Which instance this is, as its metadata service says: a node can come back as another one.</summary>
internal sealed class InstanceReader(Uri? metadata)
{
    private const string TokenPath = "/latest/api/token";
    private const string IdPath = "/latest/meta-data/instance-id";
    private const string TokenHeader = "X-aliyun-ecs-metadata-token";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Empty until it has answered, and where there is none.</summary>
    public string Id { get; private set; } = "";

    /// <returns>Whether it is known now, or nobody is there to ask.</returns>
    public async Task<bool> AskAsync(CancellationToken stop)
    {
        if (metadata is null || Id.Length > 0)
        {
            return true;
        }

        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = metadata, Timeout = Patience };
            using var question = new HttpRequestMessage(HttpMethod.Get, IdPath);
            if (await TokenAsync(http, stop) is { Length: > 0 } token)
            {
                question.Headers.Add(TokenHeader, token);
            }

            using var answer = await http.SendAsync(question, stop);
            Id = answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync(stop)).Trim() : "";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            // Asked again.
        }

        return Id.Length > 0;
    }

    // Where the instance wants tokens (the hardened mode), nothing is said without.
    private static async Task<string> TokenAsync(HttpClient http, CancellationToken stop)
    {
        using var question = new HttpRequestMessage(HttpMethod.Put, TokenPath);
        question.Headers.Add("X-aliyun-ecs-metadata-token-ttl-seconds", "60");
        using var answer = await http.SendAsync(question, stop);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync(stop)).Trim() : "";
    }
}
