using System.Text.RegularExpressions;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.OpenApi.Actions;

namespace Fairlead.Vpc.OpenApi.Tests.Hosting;

/// <summary>Signed calls of any action with any values: none makes the cloud stumble, and the state keeps its rules.</summary>
public sealed partial class NonsenseTests
{
    private const int Calls = 3000;

    private static readonly string[] Values =
    [
        "", " ", "0", "1", "-1", "10", "2147483648", "99999999999999999999", "1e9", "0x10", "١", "true", "TRUE", "false", "null", "NaN", "[]", "[\"\"]", "[null]", "[1,", "{}", "\"",
        "a", new('a', 5000), "ä", "💥", "\u0001", "\uFFFE", "<&>'\"", "%", "../..", "*", "cn-hangzhou", "cn-beijing", "cn-hangzhou-h", "vpc-lab", "vsw-a", "vsw-b", "sg-default", "vtb-lab",
        "i-node-1", "i-node-2", "eni-node-1", "eni-legacy-1", "172.16.0.10", "172.16.0.77", "172.16.0.64/28", "172.16.40.0/24", "10.0.0.0/8", "0.0.0.0/0", "0.0.0.0", "::", "::/0", "fd10::9",
        "fd10::/80", "ecs.g7.xlarge", "Secondary", "Trunk", "Member", "InUse", "TCP", "ALL", "80/80", "-1/-1", "Instance", "NetworkInterface", "drop",
    ];

    [Fact]
    public async Task Nonsense_is_answered_and_breaks_nothing()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        var (names, right, done) = (Names(), RightCalls(), 0);
        for (var i = 0; i < Calls; i++)
        {
            var words = right[random.Next(right.Count)];
            var action = CloudAction.All.Single(action => action.Name == words[0]);
            var parameters = words[1..].Select(word => word.Split('=', 2)).Select(pair => (Name: pair[0], Value: pair[1])).ToArray();
            for (var wrong = random.Next(4); wrong > 0; wrong--)
            {
                var (name, value) = (random.Next(2) == 0 ? names[random.Next(names.Count)] : parameters[random.Next(parameters.Length)].Name, Values[random.Next(Values.Length)]);
                parameters = [.. parameters.Where(parameter => parameter.Name != name), (name, value)];
            }

            var answer = random.Next(2) == 0 ? await client.CallAsync(action.Product.Version, action.Name, parameters) : await client.PostAsync(action.Product.Version, action.Name, parameters);
            Assert.True(answer.Status is 200 or 400 or 403 or 404 or 409, $"call {i} of seed {seed}: {action.Name} {string.Join(' ', parameters)}: {answer}");
            Assert.NotEmpty(answer["RequestId"]);
            done += answer.Status == 200 ? 1 : 0;
        }

        // Neither all nor none: the rules behind the parameters were asked too.
        Assert.InRange(done, Calls / 5, Calls * 4 / 5);
        Assert.Empty(CloudInvariants.Check(cloud.Cloud.State));
    }

    /// <summary>The table's right calls, with what is there from the start where it makes something for itself.</summary>
    private static List<string[]> RightCalls() =>
        [.. Lines().Where(line => line.StartsWith('=')).Select(line => line[2..]
            .Replace("{eni}", "eni-node-1", StringComparison.Ordinal).Replace("{used}", "eni-node-2", StringComparison.Ordinal)
            .Replace("{group}", "sg-default", StringComparison.Ordinal).Replace("{far-vswitch}", "vsw-b", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string[] Lines() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Hosting", "refusals.txt"));

    // All that any action has, of those that the table of refusals names.
    private static List<string> Names() =>
        [.. Name().Matches(string.Join('\n', Lines())).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"(?:^| )([A-Z][A-Za-z0-9.]+)=", RegexOptions.Multiline)]
    private static partial Regex Name();
}
