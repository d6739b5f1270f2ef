using System.Net.Sockets;
using Fairlead.Lab.Walkthrough;

namespace Fairlead.Lab.Tests.Walkthroughs;

/// <summary>Whatever ends a step, the walkthrough goes on and its report says so.</summary>
public sealed class EndedStepTests
{
    public static TheoryData<Exception, string> Ends => new()
    {
        { new LabException("pod-a has gone"), "pod-a has gone" },
        { new SocketException((int)SocketError.HostUnreachable), new SocketException((int)SocketError.HostUnreachable).Message },
        { new AggregateException(new SocketException((int)SocketError.ConnectionRefused)), new SocketException((int)SocketError.ConnectionRefused).Message },
        { new InvalidOperationException("Sequence contains no elements"), "System.InvalidOperationException: Sequence contains no elements" },
        { new ArgumentOutOfRangeException("index"), "System.ArgumentOutOfRangeException" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_ends_a_step_is_a_finding_of_it(Exception end, string said)
    {
        var log = new StepLog(_ => { }, TimeSpan.Zero);
        Fairlead.Lab.Walkthrough.Walkthrough.RunOne(
            () =>
            {
                log.Note("something before", "as expected");
                throw end;
            },
            log);
        Assert.Equal(2, log.Findings.Count);
        Assert.False(log.Findings[1].AsExpected);
        Assert.Contains(said, log.Findings[1].Seen, StringComparison.Ordinal);
    }
}
