using System.Text;

namespace Fairlead.Agent.Cni;

/// <summary>A call of the plug-in as it came over the socket: its environment and what it read from standard input.</summary>
/// <param name="descriptor">The open namespace that rode with the call; -1 for none.</param>
public sealed class CniInvocation(
    string command, string containerId, string netnsPath, string interfaceName, string arguments, string path,
    ReadOnlyMemory<byte> standardInput, int descriptor = -1)
{
    private const int Fields = 6;

    private int _descriptor = descriptor;

    public string Command { get; } = command;

    public string ContainerId { get; } = containerId;

    public string NetnsPath { get; } = netnsPath;

    public string InterfaceName { get; } = interfaceName;

    public string Arguments { get; } = arguments;

    public string Path { get; } = path;

    public ReadOnlyMemory<byte> StandardInput { get; } = standardInput;

    /// <summary>The descriptor, now the caller's; -1 for everybody after him.</summary>
    public int TakeDescriptor() => Interlocked.Exchange(ref _descriptor, -1);

    /// <summary>Reads the body behind its first octet: six strings that end with NUL, then standard input to the end.</summary>
    /// <exception cref="CniException">Code 6: the body is cut short or no UTF-8.</exception>
    public static CniInvocation Read(ReadOnlyMemory<byte> body, int descriptor)
    {
        var fields = new string[Fields];
        for (var i = 0; i < Fields; i++)
        {
            var end = body.Span.IndexOf((byte)0);
            if (end < 0)
            {
                throw new CniException(CniErrorCode.Decoding, "the plug-in's request is cut short");
            }

            fields[i] = Text(body.Span[..end]);
            body = body[(end + 1)..];
        }

        return new CniInvocation(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], body, descriptor);
    }

    private static string Text(ReadOnlySpan<byte> octets)
    {
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException error)
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, "a CNI_ variable is no UTF-8", inner: error);
        }
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
