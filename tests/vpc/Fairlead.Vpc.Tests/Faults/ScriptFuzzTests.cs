using Fairlead.Model.Problems;
using Fairlead.Vpc.Faults;

namespace Fairlead.Vpc.Tests.Faults;

/// <summary>Whatever is in a file of faults, it is read or its mistakes are told.</summary>
public sealed class ScriptFuzzTests
{
    private static readonly string[] Pieces =
    [
        "faults:", "settings:", "events:", "seed:", "action:", "match:", "calls:", "error:", "with:", "call:", "vanish:", "at:", "code:", "status:", "attach:", "rateLimits:",
        "CreateNetworkInterface", "DeleteInstance", "AuthorizeSecurityGroup", "Rules:", "Tag:", "InstanceId:", "Force:", "any", "Throttling", "\"*\"", "every 3", "1-5", "-", "99999999999999999999",
        "5s", "3s-8s", "true", "null", "~", "''", "\0", "é", "[", "]", "{", "}", ",", "\n", "\n  ", "\n- ", "? ", "&a ", "*a", "!!int ", "#", ": ", "|", ">", "%", "---", "...", "\t", "-1", "1.5", "Secondary", "InstanceType:",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_read_or_told(int seed)
    {
        var random = new Random(seed);
        var (read, told) = (0, 0);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            try
            {
                FaultScriptReader.Read(text, "faults.yaml");
                read++;
            }
            catch (ProblemException)
            {
                told++;
            }
            catch (Exception bug)
            {
                Assert.Fail($"{text}\n{bug}");
            }
        }

        Assert.True(read > 50 && told > 50, $"{read} read, {told} told");
    }
}
