using System.Buffers.Binary;
using System.Text;

namespace Fairlead.Cni;

/// <summary>
/// A call as the agent gets it: length (4 octets, big endian), <c>C</c>, the variables each with a final NUL, then standard
/// input untouched. Fairlead.AgentApi reads the same layout.
/// </summary>
internal static class CallMessage
{
    public const int LengthOctets = 4;

    public static byte[] Write(CallEnvironment environment, ReadOnlySpan<byte> standardInput)
    {
        var variables = Encoding.UTF8.GetBytes(
            $"C{environment.Command}\0{environment.ContainerId}\0{environment.Netns}\0{environment.InterfaceName}\0{environment.Arguments}\0{environment.Path}\0");
        var message = new byte[LengthOctets + variables.Length + standardInput.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length - LengthOctets);
        variables.CopyTo(message.AsSpan(LengthOctets));
        standardInput.CopyTo(message.AsSpan(LengthOctets + variables.Length));
        return message;
    }
}
