using System.Text.Json.Nodes;

namespace Fairlead.Vpc.OpenApi.Tests.Faults;

/// <summary>Faults are put into use, looked at and ended while the cloud runs.</summary>
public sealed class FaultControlTests
{
    [Fact]
    public async Task A_file_is_put_into_use_and_taken_out_again()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        Assert.Equal(200, (await SendAsync(cloud, "PUT", "faults: [{action: DescribeVpcs, calls: 2-, error: Throttling.User}]")).Status);
        Assert.Equal([200, 400, 400], await StatusesAsync(client, 3));
        var (_, report) = await SendAsync(cloud, "GET");
        Assert.Equal("""{"Actions":"DescribeVpcs","Effect":"Throttling.User","Met":3}""", report["Faults"]!["Fault"]![0]!.ToJsonString());
        Assert.Equal(200, (await SendAsync(cloud, "DELETE")).Status);
        Assert.Equal([200], await StatusesAsync(client, 1));
    }

    [Fact]
    public async Task Mistakes_are_told_and_the_faults_stay_as_they_are()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        await SendAsync(cloud, "PUT", "faults: [{error: ServiceUnavailable}]");
        var (status, said) = await SendAsync(cloud, "PUT", "faults: [{error: Odd}]\nevent: 3\n");
        Assert.Equal(400, status);
        Assert.Contains("line 2, column 1: event: no key 'event'; did you mean events?", (string?)said["Message"], StringComparison.Ordinal);
        Assert.Equal([503], await StatusesAsync(client, 1));
    }

    [Fact]
    public async Task A_lost_answer_is_a_closed_connection_and_the_call_is_done()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        await SendAsync(cloud, "PUT", "faults: [{action: CreateSecurityGroup, calls: 1, answer: lost-after}]");
        var groups = cloud.Cloud.State.SecurityGroups.Count;
        await Assert.ThrowsAsync<HttpRequestException>(() => client.CallAsync("2014-05-26", "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab"), ("ClientToken", "t")));
        Assert.Equal(groups + 1, cloud.Cloud.State.SecurityGroups.Count);
        Assert.Equal(200, (await client.CallAsync("2014-05-26", "CreateSecurityGroup", ("RegionId", "cn-hangzhou"), ("VpcId", "vpc-lab"), ("ClientToken", "t"))).Status);
        Assert.Equal(groups + 1, cloud.Cloud.State.SecurityGroups.Count);
    }

    [Theory]
    [InlineData("POST", null, 405)]
    [InlineData("GET", "http://example.com", 403)]
    public async Task Who_may_not_is_told(string method, string? origin, int status)
    {
        await using var cloud = await ServedCloud.StartAsync();
        Assert.Equal(status, (await SendAsync(cloud, method, null, origin)).Status);
    }

    private static async Task<List<int>> StatusesAsync(SignedClient client, int calls)
    {
        var statuses = new List<int>();
        for (var i = 0; i < calls; i++)
        {
            statuses.Add((await client.CallAsync("2016-04-28", "DescribeVpcs", ("RegionId", "cn-hangzhou"))).Status);
        }

        return statuses;
    }

    private static async Task<(int Status, JsonNode Said)> SendAsync(ServedCloud cloud, string method, string? body = null, string? origin = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{cloud.Endpoint}/_fairlead/faults") { Content = body is null ? null : new StringContent(body) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
