using System.Text.RegularExpressions;
using Fairlead.Vpc.OpenApi.Actions;

namespace Fairlead.Vpc.OpenApi.Tests.Replies;

/// <summary>answers.txt: calls, and every octet of their answers in both formats, a tag or a field to a line.</summary>
public sealed partial class AnswerTable
{
    [Fact]
    public async Task Every_call_is_answered_as_it_says()
    {
        await using var cloud = await ServedCloud.StartAsync();
        using var client = new SignedClient(cloud.Endpoint);
        foreach (var (call, expected) in Cases())
        {
            var words = call.Split(' ');
            var version = CloudAction.All.FirstOrDefault(action => action.Name == words[0])?.Product.Version ?? Product.Sts.Version;
            var answer = await client.CallAsync(version, words[0], [.. words[1..].Select(word => word.Split('=', 2)).Select(pair => (pair[0], pair[1]))]);
            var seen = Chance().Replace(Lines(answer.Text), "?");
            Assert.True(seen == expected, $"{call}\nis answered\n{seen}\nnot\n{expected}");
        }
    }

    [Fact]
    public void Every_answer_that_has_more_than_an_id_is_there()
    {
        var there = Cases().Select(each => each.Call.Split(' ')[0]).ToHashSet();
        Assert.Empty(CloudAction.All.Where(action => action.Name.StartsWith("Describe", StringComparison.Ordinal)).Select(action => action.Name).Except(there));
    }

    private static IEnumerable<(string Call, string Expected)> Cases() =>
        from block in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replies", "answers.txt")).Split("\n> ").Skip(1)
        let lines = block.TrimEnd('\n').Split('\n')
        select (lines[0], string.Join('\n', lines[1..]));

    // Broken where people would break it; nothing is left out or put in order.
    private static string Lines(string text) => text.StartsWith('<')
        ? text.Replace("><", ">\n<", StringComparison.Ordinal)
        : Break().Replace(text, "$0\n");

    [GeneratedRegex("""(?<=[\]}"0-9el]),(?=["{])|[{\[](?=["{])""")]
    private static partial Regex Break();

    // Request ids, ports and moments.
    [GeneratedRegex(@"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|\d{4}-\d\d-\d\dT[\d:]+Z|(?<=127\.0\.0\.1:)\d+")]
    private static partial Regex Chance();
}
