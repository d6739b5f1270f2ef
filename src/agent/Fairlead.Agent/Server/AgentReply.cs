namespace Fairlead.Agent.Server;

/// <param name="Status">What the caller's process exits with: 0 or 1.</param>
/// <param name="Body">What it prints.</param>
public readonly record struct AgentReply(byte Status, ReadOnlyMemory<byte> Body)
{
    public static AgentReply Success(ReadOnlyMemory<byte> body = default) => new(0, body);

    public static AgentReply Failure(ReadOnlyMemory<byte> body) => new(1, body);
}
