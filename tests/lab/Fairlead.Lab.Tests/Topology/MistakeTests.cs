using Fairlead.Lab.Topology;
using Fairlead.Model.Problems;

namespace Fairlead.Lab.Tests.Topology;

/// <summary>Each mistake alone, and any of them together: everything is told, once, where it stands.</summary>
public sealed class MistakeTests
{
    private const string Right = """
        cidrs: [172.16.0.0/16]
        podRanges: [10.244.0.0/16]
        serviceRanges: [10.96.0.0/16]
        vSwitches:
          - { name: vsw-a, cidr: 172.16.10.0/24 }
          - { name: vsw-b, cidr: 172.16.20.0/24 }
        hosts:
          - { name: node-1, vSwitch: vsw-a, address: 172.16.10.11, pods: [10.244.1.0/24] }
          - { name: node-2, vSwitch: vsw-a, address: 172.16.10.12, pods: [10.244.2.0/24], mtu: 1500 }
          - { name: legacy-1, vSwitch: vsw-b, address: 172.16.20.11 }
        outside:
          - { name: internet, kind: internet, addresses: [203.0.113.10] }
        routes:
          - { destination: 10.244.1.0/24, nextHop: node-1 }
        """;

    // What is right, what stands there instead, where in that the mistake is, and what must be said of it.
    private static readonly (string Right, string Wrong, string At, string Said)[] Mistakes =
    [
        ("serviceRanges: [10.96.0.0/16]", "serviceRanges: [10.244.96.0/24]", "10.244.96.0/24", "overlaps podRange range 10.244.0.0/16"),
        ("cidr: 172.16.20.0/24 }", "cidr: 172.16.20.0/24, zone: b }", "zone", "no key 'zone'"),
        ("address: 172.16.10.11,", "address: 172.16.99.11,", "172.16.99.11", "is not in 172.16.10.0/24 of vSwitch vsw-a"),
        ("pods: [10.244.2.0/24]", "pods: [10.244.2.0/30]", "10.244.2.0/30", "is too small: it holds 4 addresses, a node needs 8; write a /29 or larger"),
        ("mtu: 1500", "mtu: many", "many", "'many' is no whole number"),
        ("name: legacy-1", "name: node-2", "node-2, vSwitch: vsw-b", "another host has the name node-2 already"),
        ("[203.0.113.10]", "[203.0.113.300]", "203.0.113.300", "'203.0.113.300' is no IP address"),
        ("kind: internet", "kind: intranet", "intranet", "is none of internet, cloudService"),
        ("nextHop: node-1", "nextHop: node-7", "node-7", "no host 'node-7'; did you mean node-1"),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Mistakes.Length)];

    [Fact]
    public void The_right_file_is_right() => Assert.Equal(2, TopologyReader.Read(Right, "lab.yaml").Nodes.Count);

    [Theory]
    [MemberData(nameof(Each))]
    public void A_mistake_alone_is_one_problem_at_its_place(int mistake) => AssertTold(1 << mistake);

    [Fact]
    public void Of_any_mistakes_together_none_hides_another()
    {
        for (var together = 1; together < 1 << Mistakes.Length; together++)
        {
            AssertTold(together);
        }
    }

    [Fact]
    public void A_problem_is_told_in_one_line_with_line_and_column()
    {
        var text = Right.Replace("mtu: 1500", "mtu: many", StringComparison.Ordinal);
        Assert.Equal("lab.yaml: line 9, column 88: hosts[1].mtu: 'many' is no whole number", Assert.Throws<ProblemException>(() => TopologyReader.Read(text, "lab.yaml")).Message);
    }

    /// <param name="together">A bit a mistake.</param>
    private static void AssertTold(int together)
    {
        var made = Mistakes.Where((_, i) => (together & (1 << i)) != 0).ToList();
        var text = made.Aggregate(Right, (file, mistake) => file.Replace(mistake.Right, mistake.Wrong, StringComparison.Ordinal));
        var told = Assert.Throws<ProblemException>(() => TopologyReader.Read(text, "lab.yaml")).Problems;
        var expected = made.Select(mistake => (mistake.Said, Place: PlaceOf(text, mistake.At))).ToList();
        Assert.All(expected, mistake => Assert.Contains(told, problem => problem.Message.Contains(mistake.Said, StringComparison.Ordinal) && (problem.Line, problem.Column) == mistake.Place));
        Assert.True(told.Count == made.Count, $"{made.Count} mistakes, told are {string.Join(" | ", told)}");
    }

    // Both from 1, as editors count.
    private static (int? Line, int? Column) PlaceOf(string text, string what)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return (text[..at].Count(sign => sign == '\n') + 1, at - text.LastIndexOf('\n', at));
    }
}
