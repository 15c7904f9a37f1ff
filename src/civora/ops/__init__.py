"""Running a portal: the `civora` program, the server, the jobs. Calls actions and queries; decides nothing."""
