using System.Text.RegularExpressions;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Drift;

/// <summary>A node with one pod that the tests of a class damage one after the other.</summary>
public sealed partial class DamagedNode : IDisposable
{
    public DamagedNode()
    {
        Node = new TestNode().Started();
        try
        {
            Pod = Node.AddPod("pod", out var answer);
            Answer = answer;
        }
        catch
        {
            Node.Dispose();
            throw;
        }
    }

    internal TestNode Node { get; }

    internal TestPod Pod { get; }

    internal CniAnswer Answer { get; }

    internal string Link => (string)Answer.Body!["interfaces"]![0]!["name"]!;

    public void Dispose() => Node.Dispose();

    /// <summary>LINK, V4 and V6 stand for the pod's.</summary>
    internal string Fill(string command) => command.Replace("LINK", Link).Replace("V4", Answer.V4).Replace("V6", Answer.V6);

    /// <summary>Without the indexes in the pod, which the kernel gives: a link that was deleted comes back with another.</summary>
    internal IReadOnlyList<string> Text() => [.. new KernelText(Node.Node).Lines, .. new KernelText(Pod.Netns).Lines.Select(line => Index().Replace(line, ""))];

    [GeneratedRegex(@"^\d+ |LinkIndex = \d+, ")]
    private static partial Regex Index();
}
