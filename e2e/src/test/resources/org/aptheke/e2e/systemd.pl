# Plays systemd for one program: listens for it, starts it with what it inherits, and prints what it is told.
#
# perl systemd.pl NOTIFY_SOCKET [watchdog=MICROSECONDS] [socket=NAME,ADDRESS]... -- COMMAND...
#
# It prints "port N" for each socket, "started PID", "told ASSIGNMENT|ASSIGNMENT...", "ended STATUS". It reads "start", and
# kills the program when its input ends. The sockets stay open and block, as systemd's do unless a unit says otherwise.
use strict;
use warnings;
use Fcntl qw(F_DUPFD);
use IO::Handle;
use POSIX qw(WNOHANG);
use Socket;

my ( $notify, @arguments ) = @ARGV;
my ( %variables, @names, @sockets, @command );
STDOUT->autoflush(1);

while (@arguments) {
    my $argument = shift @arguments;
    if ( $argument eq '--' ) { @command = @arguments; last }
    if ( $argument =~ /^watchdog=(\d+)$/ ) { $variables{WATCHDOG_USEC} = $1 }
    elsif ( $argument =~ /^socket=([^,]*),(.*)$/ ) { push @names, $1; push @sockets, listening($2) }
    else                                           { die "what is $argument?" }
}

sub listening {
    my ($host) = @_;
    my $six    = $host =~ /:/;
    my $family = $six ? AF_INET6 : AF_INET;
    socket( my $socket, $family, SOCK_STREAM, 0 ) or die "socket: $!";
    my $address = $six ? pack_sockaddr_in6( 0, Socket::inet_pton( AF_INET6, $host ) ) : pack_sockaddr_in( 0, inet_aton($host) );
    bind( $socket, $address ) && listen( $socket, 4096 ) or die "$host: $!";
    my ($port) = $six ? unpack_sockaddr_in6( getsockname($socket) ) : unpack_sockaddr_in( getsockname($socket) );
    print "port $port\n";
    return $socket;
}

# systemd's own is a path; that of containers often an abstract name.
( my $name = $notify ) =~ s/^@/\0/;
socket( my $told, AF_UNIX, SOCK_DGRAM, 0 ) or die "socket: $!";
bind( $told, pack_sockaddr_un($name) ) or die "$notify: $!";

sub start {
    my $pid = fork // die "fork: $!";
    if ( $pid == 0 ) {
        # All that it begins is killed with it, as in a control group.
        setpgrp 0, 0;
        # First out of the way of each other.
        my @high = map { fcntl( $_, F_DUPFD, 100 ) } @sockets;
        POSIX::dup2( $high[$_], 3 + $_ ) for 0 .. $#high;
        POSIX::close($_) for @high;
        $ENV{NOTIFY_SOCKET} = $notify;
        @ENV{ keys %variables } = values %variables;
        $ENV{WATCHDOG_PID} = $$ if $variables{WATCHDOG_USEC};
        if (@sockets) {
            $ENV{LISTEN_PID}     = $$;
            $ENV{LISTEN_FDS}     = scalar @sockets;
            $ENV{LISTEN_FDNAMES} = join ':', @names;
        }
        exec { $command[0] } @command or die "$command[0]: $!";
    }
    print "started $pid\n";
    return $pid;
}

my $pid = 0;
while (1) {
    my $ready = '';
    vec( $ready, fileno(STDIN), 1 ) = 1;
    vec( $ready, fileno($told), 1 ) = 1;
    select( $ready, undef, undef, 0.02 ) > 0 or $ready = '';
    if ( $ready ne '' && vec( $ready, fileno($told), 1 ) ) {
        recv( $told, my $message, 65536, 0 );
        $message =~ tr/\n/|/;
        print "told $message\n";
    }
    if ( $ready ne '' && vec( $ready, fileno(STDIN), 1 ) ) {
        sysread( STDIN, my $line, 6 ) or last;
        $pid = start();
    }
    # What it said last is told before its end.
    elsif ( $ready eq '' && $pid && waitpid( $pid, WNOHANG ) == $pid ) {
        print 'ended ', ( $? & 127 ? 'by signal ' . ( $? & 127 ) : $? >> 8 ), "\n";
        $pid = 0;
    }
}
kill 'KILL', -$pid if $pid;
